using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    /// <summary>A convolution whose output has the spatial sizes that are wanted, however far its last windows reach.</summary>
    internal static Value Conv(Value x, Value w, Window window, IReadOnlyList<int> sizes)
    {
        int[] after = [.. Enumerable.Range(0, window.Rank).Select(axis =>
            ((sizes[axis] - 1) * window.Strides[axis]) + window.Extent(axis) - window.Before[axis] - x.Shape[axis + 2])];
        return Conv(x, w, window with { After = after });
    }

    /// <summary>A convolution whose padding may be negative, which crops.</summary>
    static Value Conv(Value x, Value w, Window window)
    {
        int[] Crop(int[] pads) => [0, 0, .. pads.Select(width => Math.Min(width, 0))];
        int[] Pads(int[] pads) => [.. pads.Select(width => Math.Max(width, 0))];
        var (before, after) = (Crop(window.Before), Crop(window.After));
        int[] axes = [.. Enumerable.Range(0, before.Length)];
        x = x.Slice(axes, [.. before.Select(width => -width)], [.. after.Select((width, axis) => x.Shape[axis] + width)]);
        return x.Graph.Emit("Conv", [x, w], new()
        {
            ["kernel_shape"] = window.Kernel,
            ["strides"] = window.Strides,
            ["dilations"] = window.Dilations,
            ["pads"] = (int[])[.. Pads(window.Before), .. Pads(window.After)],
            ["group"] = window.Group,
        });
    }

    /// <summary>∂⟨dY, conv(x, w)⟩/∂w: for each tap, the product of what the tap saw with dY.</summary>
    internal static Value ConvWeights(Value x, Value dY, Window window, Shape w)
    {
        var (batch, groups, places) = (dY.Shape[0], window.Group, dY.Shape.Product(2, dY.Shape.Rank));
        var padded = x.Pad([0, 0, .. window.Before], [0, 0, .. window.After.Select((width, axis) =>
            Math.Max(width, ((dY.Shape[axis + 2] - 1) * window.Strides[axis]) + window.Extent(axis) - window.Before[axis] - x.Shape[axis + 2]))]);
        var grouped = dY.Reshape([batch, groups, w[0] / groups, places]);
        int[] axes = [.. Enumerable.Range(2, window.Rank)];

        var taps = Indices(window.Kernel).Select(tap =>
        {
            int[] starts = [.. tap.Select((k, axis) => k * window.Dilations[axis])];
            int[] ends = [.. starts.Select((start, axis) => start + ((dY.Shape[axis + 2] - 1) * window.Strides[axis]) + 1)];
            var seen = padded.Slice(axes, starts, ends, window.Strides).Reshape([batch, groups, w[1], places]);
            var product = w[1] == 1 ? (grouped * seen).Sum([0, 3], keepDims: false) : grouped.MatMul(seen.Transposed()).Sum([0], keepDims: false);
            return product.Reshape([w[0], w[1], 1]);
        });
        return x.Graph.Emit("Concat", [.. taps], new() { ["axis"] = 2 }).Reshape(w);
    }

    /// <summary>Every index into a box of these sizes, the last axis fastest.</summary>
    static IEnumerable<int[]> Indices(IReadOnlyList<int> sizes) => sizes.Aggregate(
        (IEnumerable<int[]>)[[]], (indices, size) => indices.SelectMany(index => Enumerable.Range(0, size).Select(next => (int[])[.. index, next])));
}
