namespace Percept.Optimization;

/// <summary>Looks at an image through an affine map, bilinearly; beyond the image lies its mirror image, so that borders are seen as often as the rest. With its adjoint, which carries gradients back.</summary>
/// <remarks>On the host, because the gradient of ONNX's GridSample needs a scatter that the CPU runtime does slowly; each draw is used for all channels and both ways.</remarks>
sealed class Warp(int channels, int height, int width)
{
    readonly int[] corner = new int[height * width];
    readonly float[] rowShare = new float[height * width], columnShare = new float[height * width];

    /// <summary>Sets the map from places in the view to places in the image, both measured from the centre.</summary>
    internal void Set(Affine map)
    {
        var (middleY, middleX) = ((height - 1) / 2.0, (width - 1) / 2.0);
        for (int y = 0, i = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++, i++)
            {
                var fromY = (map.Yy * (y - middleY)) + (map.Yx * (x - middleX)) + map.Y0 + middleY;
                var fromX = (map.Xy * (y - middleY)) + (map.Xx * (x - middleX)) + map.X0 + middleX;
                (fromY, fromX) = (Mirrored(fromY, height - 1), Mirrored(fromX, width - 1));
                var (row, column) = (Math.Min((int)fromY, height - 2), Math.Min((int)fromX, width - 2));
                corner[i] = (row * width) + column;
                (rowShare[i], columnShare[i]) = ((float)(fromY - row), (float)(fromX - column));
            }
        }
    }

    /// <summary>A place within 0 to <paramref name="last"/>, where one beyond is reflected.</summary>
    static double Mirrored(double place, int last)
    {
        place = Math.Abs(place) % (2.0 * last);
        return place > last ? (2.0 * last) - place : place;
    }

    internal void Forward(ReadOnlySpan<float> image, Span<float> view)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            var from = image.Slice(channel * height * width, height * width);
            var to = view.Slice(channel * height * width, height * width);
            for (var i = 0; i < to.Length; i++)
            {
                var at = corner[i];
                var (v, u) = (rowShare[i], columnShare[i]);
                var above = from[at] + (u * (from[at + 1] - from[at]));
                var below = from[at + width] + (u * (from[at + width + 1] - from[at + width]));
                to[i] = above + (v * (below - above));
            }
        }
    }

    internal void Adjoint(ReadOnlySpan<float> dView, Span<float> dImage)
    {
        dImage.Clear();
        for (var channel = 0; channel < channels; channel++)
        {
            var from = dView.Slice(channel * height * width, height * width);
            var to = dImage.Slice(channel * height * width, height * width);
            for (var i = 0; i < from.Length; i++)
            {
                var at = corner[i];
                var (v, u, g) = (rowShare[i], columnShare[i], from[i]);
                to[at] += (1 - v) * (1 - u) * g;
                to[at + 1] += (1 - v) * u * g;
                to[at + width] += v * (1 - u) * g;
                to[at + width + 1] += v * u * g;
            }
        }
    }
}
