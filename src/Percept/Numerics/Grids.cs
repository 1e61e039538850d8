namespace Percept.Numerics;

/// <summary>Maps of numbers brought from one grid to another.</summary>
static class Grids
{
    /// <summary>A map at a finer size, by straight lines between the centres of its cells; beyond the outermost centres their number.</summary>
    internal static float[] Enlarge(ReadOnlySpan<float> map, int height, int width, int toHeight, int toWidth)
    {
        var result = new float[toHeight * toWidth];
        Enlarge(map, height, width, result, toHeight, toWidth);
        return result;
    }

    /// <inheritdoc cref="Enlarge(ReadOnlySpan{float}, int, int, int, int)"/>
    internal static void Enlarge(ReadOnlySpan<float> map, int height, int width, Span<float> into, int toHeight, int toWidth)
    {
        var columns = new (int Left, int Right, float Share)[toWidth];
        for (var x = 0; x < toWidth; x++) columns[x] = Place(x, toWidth, width);
        for (var y = 0; y < toHeight; y++)
        {
            var (top, bottom, down) = Place(y, toHeight, height);
            var upper = map.Slice(top * width, width);
            var lower = map.Slice(bottom * width, width);
            var row = into.Slice(y * toWidth, toWidth);
            for (var x = 0; x < toWidth; x++)
            {
                var (left, right, share) = columns[x];
                var (above, below) = (upper[left] + ((upper[right] - upper[left]) * share), lower[left] + ((lower[right] - lower[left]) * share));
                row[x] = above + ((below - above) * down);
            }
        }
    }

    /// <summary>A map without what is finer than some cells on a side.</summary>
    internal static float[] Smooth(ReadOnlySpan<float> map, int height, int width, int cells)
    {
        var (rows, columns) = (Math.Min(cells, height), Math.Min(cells, width));
        var (means, counts) = (new float[rows * columns], new int[rows * columns]);
        for (var i = 0; i < map.Length; i++)
        {
            var cell = ((int)((long)(i / width) * rows / height) * columns) + (int)((long)(i % width) * columns / width);
            (means[cell], counts[cell]) = (means[cell] + map[i], counts[cell] + 1);
        }

        for (var cell = 0; cell < means.Length; cell++) means[cell] /= counts[cell];
        return Enlarge(means, rows, columns, height, width);
    }

    static (int Before, int After, float Share) Place(int pixel, int size, int cells)
    {
        var at = Math.Clamp(((pixel + 0.5f) * cells / size) - 0.5f, 0, cells - 1);
        var before = (int)at;
        return (before, Math.Min(before + 1, cells - 1), at - before);
    }
}
