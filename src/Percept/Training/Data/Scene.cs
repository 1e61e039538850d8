using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Percept.Imaging;
using Percept.Numerics;

namespace Percept.Training.Data;

/// <summary>A picture as a network is shown it: seen through a map, coloured, and laid over a background.</summary>
/// <remarks>On the host, so that it runs beside the network's step; the four numbers of a pixel are one vector.</remarks>
sealed class Scene
{
    readonly int side;
    readonly Vector128<float>[] pixels;

    public Scene(int side) => (this.side, pixels) = (side, new Vector128<float>[side * side]);

    /// <summary>Everything that is seen: what is behind the picture, which is painted before it unless the picture is opaque, and then both.</summary>
    public Span<Vector128<float>> Pixels => pixels;

    /// <summary>Lays a picture of the scene's own size over the background.</summary>
    public void Lay(TransparentPicture picture)
    {
        var from = MemoryMarshal.Cast<byte, uint>(picture.Pixels);
        for (var i = 0; i < pixels.Length; i++) Over(ref pixels[i], Premultiplied(from[i]));
    }

    /// <summary>Lays a picture of any size over the background; beyond an opaque picture lies its mirror image.</summary>
    public void Lay(TransparentPicture picture, in Affine map, ElasticWarp bend, in Coloring coloring, in Shading light)
    {
        var (height, width, mirrored) = (picture.Height, picture.Width, picture.IsOpaque);
        var from = MemoryMarshal.Cast<byte, uint>(picture.Pixels);
        for (int y = 0, i = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++, i++)
            {
                var (down, right) = (bend.Down(y, x), bend.Right(y, x));
                var fromY = (float)((map.Yy * down + map.Yx * right + map.Y0 + 0.5) * height - 0.5);
                var fromX = (float)((map.Xy * down + map.Xx * right + map.X0 + 0.5) * width - 0.5);
                if (mirrored) (fromY, fromX) = (Mirrored(fromY, height - 1), Mirrored(fromX, width - 1));
                else if (fromY <= -1 || fromY >= height || fromX <= -1 || fromX >= width) continue;

                var (top, left) = ((int)MathF.Floor(fromY), (int)MathF.Floor(fromX));
                var (lower, later) = (fromY - top, fromX - left);
                var above = At(from, top, left, height, width) * (1 - later) + At(from, top, left + 1, height, width) * later;
                var below = At(from, top + 1, left, height, width) * (1 - later) + At(from, top + 1, left + 1, height, width) * later;
                Over(ref pixels[i], light.Apply(coloring.Apply(above * (1 - lower) + below * lower), (float)down, (float)right));
            }
        }
    }

    /// <summary>Writes red, green and blue, 0 to 1, plane by plane.</summary>
    public void CopyTo(Span<float> planes)
    {
        var area = pixels.Length;
        planes = planes[..(3 * area)];
        for (var i = 0; i < area; i++)
        {
            var pixel = Vector128.Min(Vector128.Max(pixels[i], Vector128<float>.Zero), Vector128<float>.One);
            (planes[i], planes[area + i], planes[2 * area + i]) = (pixel[0], pixel[1], pixel[2]);
        }
    }

    static void Over(ref Vector128<float> under, Vector128<float> pixel) => under = pixel + under * (1 - pixel[3]);

    static Vector128<float> At(ReadOnlySpan<uint> from, int y, int x, int height, int width) =>
        (uint)y < (uint)height && (uint)x < (uint)width ? Premultiplied(from[y * width + x]) : Vector128<float>.Zero;

    static Vector128<float> Premultiplied(uint pixel)
    {
        var levels = Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte())).AsInt32()) / 255f;
        var opacity = levels[3];
        return levels * Vector128.Create(opacity, opacity, opacity, 1);
    }

    static float Mirrored(float place, int last)
    {
        if (last == 0) return 0;
        place = MathF.Abs(place);
        if (place > 2f * last) place %= 2f * last;
        return place > last ? 2f * last - place : place;
    }
}
