namespace Percept.Onnx.Graphs;

public sealed partial class Value
{
    /// <summary>A convolution whose output has the spatial sizes that are wanted, however far its last windows reach.</summary>
    /// <param name="w">The weights: filters x channels of a group x the window's sizes.</param>
    /// <param name="window">The window; its padding before may be negative, which crops, and that after is what the sizes take.</param>
    /// <param name="sizes">The wanted size along each spatial axis.</param>
    internal Value Convolve(Value w, Window window, IReadOnlyList<int> sizes)
    {
        int[] axes = [.. Enumerable.Range(0, window.Rank)];
        int[] after = [.. axes.Select(axis => ((sizes[axis] - 1) * window.Strides[axis]) + window.Extent(axis) - window.Before[axis] - Shape[axis + 2])];
        var x = Slice(
            [.. axes.Select(axis => axis + 2)],
            [.. window.Before.Select(width => Math.Max(-width, 0))],
            [.. after.Select((width, axis) => Shape[axis + 2] + Math.Min(width, 0))]);
        return Graph.Emit("Conv", [x, w], new()
        {
            ["kernel_shape"] = window.Kernel,
            ["strides"] = window.Strides,
            ["dilations"] = window.Dilations,
            ["pads"] = (int[])[.. window.Before.Concat(after).Select(width => Math.Max(width, 0))],
            ["group"] = window.Group,
        });
    }
}
