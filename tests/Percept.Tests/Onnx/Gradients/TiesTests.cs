using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>Where an operator has a kink, its rule takes one of the slopes beside it, or what lies between them.</summary>
public sealed class TiesTests
{
    readonly Graph graph = new();
    readonly Value x;

    public TiesTests() => x = graph.Input("x", ElementType.Float32, [4]);

    [Theory]
    [InlineData("Relu", new[] { 0f, 1, 0, 1 })]
    [InlineData("Abs", new[] { 0f, 1, -1, 1 })]
    [InlineData("LeakyRelu", new[] { 0.01f, 1, 0.01f, 1 })]
    [InlineData("ReduceMax", new[] { 0, 0.5f, 0, 0.5f })]
    [InlineData("ReduceMin", new[] { 0f, 0, 1, 0 })]
    public void Of_one_input(string operation, float[] expected) => Assert.Equal(expected, Run(graph.Emit(operation, [x])));

    [Theory, InlineData("Max"), InlineData("Min")]
    public void Inputs_that_tie_share(string operation)
    {
        var other = graph.Constant(Tensor.Of([4], 0f, 2, 5, -5));
        var greater = operation == "Max";

        Assert.Equal([0.5f, 0.5f, greater ? 0 : 1, greater ? 1 : 0], Run(graph.Emit(operation, [x, other])));
    }

    [Fact]
    public void At_the_bounds_of_Clip_nothing_flows() => Assert.Equal([0, 0, 0, 0], Run(graph.Emit("Clip", [x, x.Scalar(0), x.Scalar(2)])));

    [Fact]
    public void TopK_takes_the_first_of_those_that_tie() => Assert.Equal([0, 1, 0, 0], Run(graph.EmitAll("TopK", [x, x.Vector([1])], outputs: 2)[0]));

    /// <summary>The gradient at 0, 2, -1, 2.</summary>
    float[] Run(Value y)
    {
        using var session = new Session([("dX", Gradient.Of(y, [x])[0])]);
        ((float[])[0, 2, -1, 2]).CopyTo(session.Input("x"));
        session.Run();
        return session.Output("dX").ToArray();
    }
}
