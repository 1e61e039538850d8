using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>What is emitted for a few usual pieces of networks, so that a change of it is seen in review.</summary>
public sealed class EmittedGraphTests
{
    public static TheoryData<string> Pieces => [.. pieces.Keys];

    static readonly Dictionary<string, (int[] Sizes, Func<Value, Value> Build)> pieces = new(StringComparer.Ordinal)
    {
        ["conv-relu"] = ([1, 3, 8, 8], x => Relu(Conv(x, 8, stride: 1))),
        ["strided-conv"] = ([1, 16, 8, 8], x => Conv(x, 32, stride: 2)),
        ["max-pool"] = ([1, 8, 8, 8], x => x.Graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[2, 2], ["pads"] = (int[])[1, 1, 1, 1] })),
        ["max-pool-of-tiles"] = ([1, 8, 8, 8], x => x.Graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[2, 2], ["strides"] = (int[])[2, 2] })),
        ["linear-softmax"] = ([2, 16], x => x.Graph.Emit("Softmax", [x.Graph.Emit("Gemm", [x, Weights(x, 10, 16), Weights(x, 10)], new() { ["transB"] = 1 })], new() { ["axis"] = -1 })),
        ["residual-block"] = ([1, 8, 8, 8], x => Relu(Conv(Relu(Conv(x, 8, stride: 1)), 8, stride: 1) + x)),
    };

    [Theory, MemberData(nameof(Pieces))]
    public void The_gradient_of_a_piece_is_the_graph_that_was_reviewed(string piece) =>
        CommittedPage.AssertIs($"tests/Percept.Tests/Onnx/Gradients/Emitted/{piece}.txt", GraphText.Of(GradientOf(piece)));

    /// <summary>The gradient of a piece in its input x, given dY.</summary>
    internal static Value GradientOf(string piece)
    {
        var (sizes, build) = pieces[piece];
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, Shape.Of(sizes));
        var y = build(x);
        return Gradient.Of(y, [x], dY: graph.Input("dY", ElementType.Float32, y.Shape))[0];
    }

    static Value Relu(Value x) => x.Graph.Emit("Relu", [x]);

    static Value Conv(Value x, int filters, int stride) => x.Graph.Emit("Conv", [x, Weights(x, filters, x.Shape[1], 3, 3), Weights(x, filters)], new() { ["strides"] = (int[])[stride, stride], ["pads"] = (int[])[1, 1, 1, 1] });

    static Value Weights(Value x, params int[] sizes) => x.Graph.Constant(Tensor.Of(Shape.Of(sizes), GradientCheck.Normal(new(sizes.Length), (int)Shape.Of(sizes).Elements)), "w");
}
