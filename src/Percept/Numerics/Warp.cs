using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Percept.Numerics;

/// <summary>Looks at an image through an affine map, bilinearly; beyond the image lies its mirror image, so that borders are seen as often as the rest, or an even brightness. With its adjoint, which carries gradients back.</summary>
/// <remarks>
/// On the host, because the gradient of ONNX's GridSample needs a scatter that the CPU runtime does slowly. Four channels of a pixel
/// lie side by side, so one vector holds them: both ways cost a small part of a network's step.
/// </remarks>
sealed class Warp(int channels, int height, int width)
{
    readonly int[] corner = new int[height * width];
    readonly Vector2[] shares = new Vector2[height * width];
    readonly Vector128<float>[] whole = new Vector128<float>[height * width], view = new Vector128<float>[height * width];
    float? beyond;

    /// <summary>Sets the map from places in the view to places in the image, both measured from the centre.</summary>
    /// <param name="map">The map.</param>
    /// <param name="brightness">What is beyond the image; its mirror image where null.</param>
    internal void Set(Affine map, float? brightness = null)
    {
        beyond = brightness;
        var (middleY, middleX) = ((height - 1) / 2.0, (width - 1) / 2.0);
        for (int y = 0, i = 0; y < height; y++)
        {
            var (startY, startX) = ((map.Yy * (y - middleY)) + map.Y0 + middleY, (map.Xy * (y - middleY)) + map.X0 + middleX);
            for (var x = 0; x < width; x++, i++)
            {
                var (fromY, fromX) = (startY + (map.Yx * (x - middleX)), startX + (map.Xx * (x - middleX)));
                if (fromY < 0 || fromY > height - 1 || fromX < 0 || fromX > width - 1)
                {
                    if (brightness is not null)
                    {
                        corner[i] = -1;
                        continue;
                    }

                    (fromY, fromX) = (Mirrored(fromY, height - 1), Mirrored(fromX, width - 1));
                }

                var (row, column) = (Math.Min((int)fromY, height - 2), Math.Min((int)fromX, width - 2));
                corner[i] = (row * width) + column;
                shares[i] = new((float)(fromY - row), (float)(fromX - column));
            }
        }
    }

    /// <summary>A place within 0 to <paramref name="last"/>, where one beyond is reflected.</summary>
    static double Mirrored(double place, int last)
    {
        place = Math.Abs(place);
        if (place > 2.0 * last) place %= 2.0 * last;
        return place > last ? (2.0 * last) - place : place;
    }

    internal void Forward(ReadOnlySpan<float> image, Span<float> to)
    {
        for (var first = 0; first < channels; first += 4)
        {
            Pack(image, first, whole);
            ref var from = ref MemoryMarshal.GetArrayDataReference(whole);
            for (var i = 0; i < view.Length; i++)
            {
                if (corner[i] < 0)
                {
                    view[i] = Vector128.Create(beyond!.Value);
                    continue;
                }

                // Corners lie a row and a column before the last, so their neighbours exist.
                ref var at = ref Unsafe.Add(ref from, corner[i]);
                var (v, u) = (shares[i].X, shares[i].Y);
                var above = at + ((Unsafe.Add(ref at, 1) - at) * u);
                var below = Unsafe.Add(ref at, width) + ((Unsafe.Add(ref at, width + 1) - Unsafe.Add(ref at, width)) * u);
                view[i] = above + ((below - above) * v);
            }

            Unpack(view, first, to);
        }
    }

    internal void Adjoint(ReadOnlySpan<float> dView, Span<float> dImage)
    {
        for (var first = 0; first < channels; first += 4)
        {
            Pack(dView, first, view);
            Array.Clear(whole);
            ref var to = ref MemoryMarshal.GetArrayDataReference(whole);
            for (var i = 0; i < view.Length; i++)
            {
                if (corner[i] < 0) continue;
                ref var at = ref Unsafe.Add(ref to, corner[i]);
                var (v, u) = (shares[i].X, shares[i].Y);
                var below = view[i] * v;
                var above = view[i] - below;
                at += above * (1 - u);
                Unsafe.Add(ref at, 1) += above * u;
                Unsafe.Add(ref at, width) += below * (1 - u);
                Unsafe.Add(ref at, width + 1) += below * u;
            }

            Unpack(whole, first, dImage);
        }
    }

    void Pack(ReadOnlySpan<float> planes, int first, Vector128<float>[] pixels)
    {
        var area = height * width;
        var lanes = MemoryMarshal.Cast<Vector128<float>, float>(pixels.AsSpan());
        for (var lane = 0; lane < Math.Min(4, channels - first); lane++)
        {
            var plane = planes.Slice((first + lane) * area, area);
            for (int i = 0, to = lane; i < plane.Length; i++, to += 4) lanes[to] = plane[i];
        }
    }

    void Unpack(Vector128<float>[] pixels, int first, Span<float> planes)
    {
        var area = height * width;
        var lanes = MemoryMarshal.Cast<Vector128<float>, float>(pixels.AsSpan());
        for (var lane = 0; lane < Math.Min(4, channels - first); lane++)
        {
            var plane = planes.Slice((first + lane) * area, area);
            for (int i = 0, from = lane; i < plane.Length; i++, from += 4) plane[i] = lanes[from];
        }
    }
}
