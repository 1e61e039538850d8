using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>The order of a network's input axes.</summary>
public enum Layout
{
    /// <summary>Batch, channels, height, width.</summary>
    Nchw,
    /// <summary>Batch, height, width, channels.</summary>
    Nhwc,
    /// <summary>Channels, height, width of one image.</summary>
    Chw,
    /// <summary>Height, width, channels of one image.</summary>
    Hwc,
    /// <summary>Batch, height, width of brightness.</summary>
    Nhw,
    /// <summary>Height, width of one image's brightness.</summary>
    Hw,
}

/// <summary>What can be said of an order of axes.</summary>
static class Layouts
{
    /// <summary>What has fewer rows or columns and no batch is a table, not an image.</summary>
    const int LeastSize = 8;

    /// <summary>Whether the network takes several images at once.</summary>
    internal static bool HasBatch(this Layout layout) => layout is Layout.Nchw or Layout.Nhwc or Layout.Nhw;

    /// <summary>The orders that an input of these sizes may have, the likeliest first; none where it cannot be an image.</summary>
    internal static IReadOnlyList<Layout> Of(IReadOnlyList<int?> sizes) =>
        [.. ByNumbers(sizes).Where(layout => sizes.Count == 4 || layout.Split(sizes) is { Height: not < LeastSize, Width: not < LeastSize })];

    static Layout[] ByNumbers(IReadOnlyList<int?> sizes) => sizes switch
    {
        [_, null, _, null] => [Layout.Nchw, Layout.Nhwc],
        // One column is none that channels could lie behind.
        [_, _, 1, _] => [Layout.Nchw],
        [_, var second, _, var last] => HasChannelsLast(second, last) ? [Layout.Nhwc] : [Layout.Nchw],
        [null, null, null] => [Layout.Hwc, Layout.Chw, Layout.Nhw],
        [not (1 or 3 or 4), _, 1 or 3 or 4] => [Layout.Hwc],
        [null, _, _] => [Layout.Nhw],
        [var first, var second, var third] when first is 1 or 3 or 4 || (first < second && first < third) => [Layout.Chw],
        // A batch of which each has so many numbers is a table.
        [null, not null] => [],
        [_, _] => [Layout.Hw],
        _ => [],
    };

    /// <summary>How many channels, rows and columns an input has, each null where the file leaves it free; null where it does not have that order.</summary>
    internal static (int? Channels, int? Height, int? Width)? Split(this Layout layout, IReadOnlyList<int?> sizes) => (layout, sizes) switch
    {
        (Layout.Nchw, [_, var channels, var height, var width]) => (channels, height, width),
        (Layout.Nhwc, [_, var height, var width, var channels]) => (channels, height, width),
        (Layout.Chw, [var channels, var height, var width]) => (channels, height, width),
        (Layout.Hwc, [var height, var width, var channels]) => (channels, height, width),
        (Layout.Nhw, [_, var height, var width]) => (1, height, width),
        (Layout.Hw, [var height, var width]) => (1, height, width),
        _ => null,
    };

    /// <summary>The axes of rows and columns.</summary>
    internal static (int Rows, int Columns) Places(this Layout layout) => layout switch
    {
        Layout.Nchw => (2, 3),
        Layout.Hwc or Layout.Hw => (0, 1),
        _ => (1, 2),
    };

    /// <summary>Images of batch x channels x height x width in another order of axes; one image where that has no batch.</summary>
    internal static Value Arrange(this Layout layout, Value x)
    {
        if (layout is Layout.Nhwc or Layout.Hwc) x = x.Transpose(0, 2, 3, 1);
        return layout switch
        {
            Layout.Nhw => x.Reshape([x.Shape[0], x.Shape[2], x.Shape[3]]),
            Layout.Hw => x.Reshape([x.Shape[2], x.Shape[3]]),
            Layout.Chw or Layout.Hwc => x.Reshape([x.Shape[1], x.Shape[2], x.Shape[3]]),
            _ => x,
        };
    }

    /// <summary>Colours and brightness are known by their number; of others there are fewer than pixels.</summary>
    static bool HasChannelsLast(int? second, int? last) => second is not (1 or 3) && (last is 1 or 3 || last < second);
}
