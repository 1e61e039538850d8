using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class ReluGradientsTests
{
    static readonly string kernel = OwnOperators.Name("ReluGradient");

    readonly Graph graph = new();

    [Fact]
    public void Behind_weights_that_are_trained_it_is_our_kernel()
    {
        var dX = GradientBehind(graph.Input("w", ElementType.Float32, [4, 3, 3, 3]));

        Assert.Contains(kernel, Lowered.Operators(dX));
        Lowered.Agrees(dX);
    }

    [Fact]
    public void Behind_weights_that_are_known_it_stays_in_the_blocked_layout()
    {
        var dX = GradientBehind(graph.Constant(Runtime.Noise(1, 4, 3, 3, 3)));

        Assert.DoesNotContain(kernel, Lowered.Operators(dX));
        Lowered.Agrees(dX, 1e-6);
    }

    Value GradientBehind(Value w)
    {
        var y = graph.Emit("Conv", [graph.Input("x", ElementType.Float32, [2, 3, 6, 6]), w]);
        var z = graph.Emit("Relu", [y]);
        return Gradient.Of(z, [y], dY: graph.Input("dY", ElementType.Float32, z.Shape))[0];
    }
}
