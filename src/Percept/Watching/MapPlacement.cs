using Percept.Imaging;
using Percept.Networks;

namespace Percept.Watching;

/// <summary>Where the positions of a layer lie on the image: each in the middle of what it can see there.</summary>
/// <param name="Rows">Rows of positions.</param>
/// <param name="Columns">Columns of positions.</param>
/// <param name="Top">The row of the image, in pixels from its upper border, in the middle of what the first row of positions sees.</param>
/// <param name="Left">The column of the image in the middle of what the first column sees.</param>
/// <param name="Down">How many pixels further down the next row looks.</param>
/// <param name="Right">How many pixels further to the right the next column looks.</param>
sealed record MapPlacement(int Rows, int Columns, double Top, double Left, double Down, double Right)
{
    /// <summary>Where a layer's positions lie.</summary>
    /// <remarks>Borders cut off what a position sees, so offset and step come from the edges that lie within the image; where none does, the positions are spread evenly.</remarks>
    public static MapPlacement Of(Network network, Layer layer)
    {
        var (height, width) = (network.Preprocessing.Height, network.Preprocessing.Width);
        // A list of positions, as of boxes at several scales, is no map.
        if (!layer.Form.HasPlaces || (layer.Form.Columns < 0 && layer is { Width: 1, Height: > 1 })) return new(1, 1, height / 2.0, width / 2.0, height, width);
        // A window that grows with depth is cut off at borders as no receptive field is; without it a patch is left.
        layer = layer with { AttentionShare = 0 };
        var (top, down) = Along(layer.Height, height, layer.LocalHeight, y => network.ReceptiveField(layer, y, 0) is var box ? (box.Top, box.Bottom) : default);
        var (left, right) = Along(layer.Width, width, layer.LocalWidth, x => network.ReceptiveField(layer, 0, x) is var box ? (box.Left, box.Right) : default);
        return new(layer.Height, layer.Width, top, left, down, right);
    }

    /// <summary>The place on the image of a position, in pixels from the upper left corner.</summary>
    public (double Y, double X) At(int y, int x) => (Top + (y * Down), Left + (x * Right));

    /// <summary>A map at each pixel of the image: bilinear between the positions, beyond the outermost as they are.</summary>
    /// <param name="map">A unit's activations.</param>
    /// <param name="height">The image's height.</param>
    /// <param name="width">The image's width.</param>
    public float[] Spread(ReadOnlySpan<float> map, int height, int width)
    {
        map = map[..(Rows * Columns)];
        var spread = new float[height * width];
        var columns = Enumerable.Range(0, width).Select(x => Place(x, Left, Right, Columns)).ToArray();
        for (var (y, to) = (0, 0); y < height; y++)
        {
            var (row, down) = Place(y, Top, Down, Rows);
            var upper = map.Slice(row * Columns, Columns);
            var lower = map.Slice(Math.Min(row + 1, Rows - 1) * Columns, Columns);
            for (var x = 0; x < width; x++, to++)
            {
                var (column, across) = columns[x];
                var next = Math.Min(column + 1, Columns - 1);
                var (above, under) = (upper[column] + (across * (upper[next] - upper[column])), lower[column] + (across * (lower[next] - lower[column])));
                spread[to] = above + (down * (under - above));
            }
        }

        return spread;
    }

    /// <summary>A map laid over its image, from dark violet to yellow; the image itself where there is one position only.</summary>
    /// <remarks>The colours run from zero, where the unit is silent, to the map's highest activation; where all are below zero, from the lowest.</remarks>
    public Picture Over(Picture picture, ReadOnlySpan<float> map)
    {
        if (Rows * Columns == 1) return picture.ToColor();
        var spread = Spread(map, picture.Height, picture.Width);
        var highest = float.NegativeInfinity;
        foreach (var activation in map) if (float.IsFinite(activation)) highest = Math.Max(highest, activation);
        var heat = highest > 0 ? ColorMap.Viridis.Paint(spread, picture.Height, picture.Width, low: 0, high: highest) : ColorMap.Viridis.Paint(spread, picture.Height, picture.Width);
        return picture.ToGrey().Blend(heat, opacity: 0.6f);
    }

    static (int Before, float Beyond) Place(int pixel, double first, double step, int count)
    {
        var place = step > 0 ? Math.Clamp((pixel + 0.5 - first) / step, 0, count - 1) : 0;
        return ((int)place, (float)(place - (int)place));
    }

    /// <summary>The middle of the first, and the step, along one axis.</summary>
    static (double First, double Step) Along(int count, int size, int reach, Func<int, (int From, int To)> seen)
    {
        var all = Enumerable.Range(0, count).Select(seen).ToArray();
        // A position whose reach has no border in the way has both edges; one edge and the reach say the same.
        var middles = Enumerable.Range(0, count).Where(i => all[i].To > all[i].From && (all[i].From > 0 || all[i].To < size))
            .Select(i => (Index: i, Middle: all[i].From > 0 && all[i].To < size ? (all[i].From + all[i].To) / 2.0 : all[i].From > 0 ? all[i].From + (reach / 2.0) : all[i].To - (reach / 2.0))).ToArray();
        if (middles.Length < 2) return (size / 2.0 / count, (double)size / count);
        var step = (middles[^1].Middle - middles[0].Middle) / (middles[^1].Index - middles[0].Index);
        return step > 0 ? (middles[0].Middle - (middles[0].Index * step), step) : (size / 2.0 / count, (double)size / count);
    }
}
