using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.ReceptiveFields;

/// <summary>Layers of networks whose weights are all positive: nothing in them can cancel.</summary>
static class Layers
{
    internal static Value Image(int height, int width, int channels = 2) => new Graph().Input("image", ElementType.Float32, [1, channels, height, width]);

    internal static Value Conv(this Value x, int filters, int kernel, int stride = 1, int? pad = null, int dilation = 1, int group = 1) =>
        x.Conv(filters, [kernel, kernel], [stride, stride], Even(pad ?? dilation * (kernel - 1) / 2), [dilation, dilation], group);

    internal static Value Conv(this Value x, int filters, int[] kernel, int[] strides, int[] pads, int[] dilations, int group) =>
        x.Graph.Emit("Conv", [x, Positive(x.Graph, [filters, x.Shape[1] / group, .. kernel])],
            new() { ["strides"] = strides, ["pads"] = pads, ["dilations"] = dilations, ["group"] = group });

    internal static Value MaxPool(this Value x, int kernel, int stride, int pad = 0) => x.Pool("MaxPool", [kernel, kernel], [stride, stride], Even(pad), ceil: false);

    internal static Value Pool(this Value x, string operation, int[] kernel, int[] strides, int[] pads, bool ceil) =>
        x.Graph.Emit(operation, [x], new() { ["kernel_shape"] = kernel, ["strides"] = strides, ["pads"] = pads, ["ceil_mode"] = ceil ? 1 : 0 });

    internal static Value Relu(this Value x) => x.Graph.Emit("Relu", [x]);

    internal static Value GlobalPool(this Value x) => x.Graph.Emit("GlobalAveragePool", [x]);

    internal static Value Concat(params Value[] parts) => parts[0].Graph.Emit("Concat", parts, new() { ["axis"] = 1 });

    /// <summary>Weights between 0.5 and 1.5, no two neighbours alike.</summary>
    internal static Value Positive(Graph graph, Shape shape) =>
        graph.Constant(Tensor.Of(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(i => 0.5f + (i * 0.618034f % 1))]), "weights");

    static int[] Even(int pad) => [pad, pad, pad, pad];
}
