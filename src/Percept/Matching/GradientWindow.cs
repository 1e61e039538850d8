using Percept.Networks;

namespace Percept.Matching;

/// <summary>The part of an image that a unit is computed from, where that is much smaller than the image: windows of one size, laid so that a network applied to one alone has its positions where it has them on the whole image.</summary>
/// <remarks>
/// What a window cuts off lies outside of the unit's receptive field, and a window at the image's border ends where the image does, so the unit's activation and gradient are the
/// same. That holds where windows begin at multiples of the layer's stride, and the rest of the image is a multiple of it as well.
/// </remarks>
sealed class GradientWindow
{
    /// <summary>A window of more than this share of the image's pixels is not worth a graph of its own size.</summary>
    const double Most = 0.7;

    readonly Network network;
    readonly Layer layer;
    readonly int strideDown, strideAcross;

    GradientWindow(Network network, Layer layer, (int Size, int Stride) down, (int Size, int Stride) across) =>
        (this.network, this.layer, Height, strideDown, Width, strideAcross) = (network, layer, down.Size, down.Stride, across.Size, across.Stride);

    /// <summary>Rows.</summary>
    internal int Height { get; }

    /// <summary>Columns.</summary>
    internal int Width { get; }

    /// <summary>A layer's windows; null where its units depend on most of the image, or are not laid out evenly.</summary>
    internal static GradientWindow? Of(Network network, Layer layer)
    {
        var (height, width) = (network.Preprocessing.Height, network.Preprocessing.Width);
        if (layer.Height < 2 || layer.Width < 2 || (double)layer.ReceptiveFieldHeight * layer.ReceptiveFieldWidth > Most * height * width) return null;
        var down = Along(layer.Height, height, y => network.ReceptiveField(layer, y, 0) is var box ? (box.Top, box.Top + box.Height - 1) : default);
        var across = Along(layer.Width, width, x => network.ReceptiveField(layer, 0, x) is var box ? (box.Left, box.Left + box.Width - 1) : default);
        if (down is not var (rows, _) || across is not var (columns, _) || (double)rows * columns > Most * height * width) return null;
        return network.Sizes.Takes(layer, rows, columns) ? new(network, layer, down.Value, across.Value) : null;
    }

    /// <summary>Where the window of a position lies in the image, and where the position lies in the layer of the window alone.</summary>
    internal (int Top, int Left, int Row, int Column) At(int y, int x)
    {
        var box = network.ReceptiveField(layer, y, x);
        var (top, left) = (First(box.Top, strideDown, network.Preprocessing.Height - Height), First(box.Left, strideAcross, network.Preprocessing.Width - Width));
        return (top, left, y - (top / strideDown), x - (left / strideAcross));
    }

    static int First(int from, int stride, int last) => Math.Min(from / stride * stride, last);

    /// <summary>The size of windows and the stride along an axis; null where positions are not laid out evenly.</summary>
    static (int Size, int Stride)? Along(int positions, int pixels, Func<int, (int First, int Last)> field)
    {
        var all = Enumerable.Range(0, positions).Select(field).ToArray();
        var inside = all.Where(each => each.First > 0 && each.Last < pixels - 1).ToArray();
        if (inside.Length < 2) return null;
        var (stride, length) = (inside[1].First - inside[0].First, inside[0].Last - inside[0].First + 1);
        if (stride < 1 || inside.Zip(inside.Skip(1)).Any(pair => pair.Second.First - pair.First.First != stride) || inside.Any(each => each.Last - each.First + 1 != length)) return null;
        var size = length + stride - 1;
        size += (((pixels - size) % stride) + stride) % stride;
        return size < pixels ? (size, stride) : null;
    }
}
