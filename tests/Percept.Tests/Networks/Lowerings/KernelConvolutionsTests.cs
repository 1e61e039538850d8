using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

/// <summary>Our kernels are for processors with vector registers.</summary>
public sealed class KernelConvolutionsTests
{
    readonly Graph graph = new();
    readonly Value x;

    public KernelConvolutionsTests() => x = graph.Input("x", ElementType.Float32, [1, 64, 56, 56]);

    [Fact]
    public void Weights_that_are_known_are_multiplied_less() => Is("BiasedWinograd", graph.Emit("Conv", [x, graph.Constant(Runtime.Noise(1, 64, 64, 3, 3)), graph.Constant(Runtime.Noise(2, 64))], Padded()));

    [Fact]
    public void Weights_that_are_given_have_a_kernel() => Is("Convolution", graph.Emit("Conv", [x, graph.Input("w", ElementType.Float32, [8, 64, 3, 3])], Padded()));

    [Fact]
    public void Others_are_the_runtimes()
    {
        Assert.Equal(["Conv"], Lowered.Operators(graph.Emit("Conv", [x, graph.Constant(Runtime.Noise(1, 8, 64, 1, 1))])));
        Assert.Equal(["Conv"], Lowered.Operators(graph.Emit("Conv", [x, graph.Input("w", ElementType.Float32, [64, 1, 3, 3])], Padded().With("group", 64))));
    }

    static void Is(string kernel, Value y)
    {
        Assert.Equal([OwnOperators.Name(kernel)], Lowered.Operators(y));
        Lowered.Agrees(y, 1e-5);
    }

    static Attributes Padded() => new() { ["pads"] = (int[])[1, 1, 1, 1] };
}
