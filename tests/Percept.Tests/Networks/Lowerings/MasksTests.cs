using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class MasksTests
{
    readonly Graph graph = new();

    [Theory, InlineData(0), InlineData(1), InlineData(6), InlineData(-1), InlineData(0.3), InlineData(-2.7), InlineData(255), InlineData(1e-20), InlineData(-3e30)]
    public void Masks_are_exact_beside_a_bound(double bound)
    {
        var at = (float)bound;
        float[] numbers = [-1e30f, at - 1, MathF.BitDecrement(at), at, MathF.BitIncrement(at), at + 1, 1e30f, float.NegativeInfinity, float.PositiveInfinity];
        // Subnormal numbers may count as 0.
        if (at == 0) (numbers[2], numbers[4]) = (-1.2e-38f, 1.2e-38f);
        var x = graph.Input("x", ElementType.Float32, [numbers.Length]);

        foreach (var comparison in (string[])["Greater", "Less", "GreaterOrEqual", "LessOrEqual"])
        {
            var mask = graph.Emit(comparison, [x, x.Scalar(at)]).Cast(ElementType.Float32);
            Assert.Equal(bound == 0 || !comparison.EndsWith("OrEqual", StringComparison.Ordinal), Lowered.Operators(mask) is ["HardSigmoid"]);
            Lowered.Agrees(mask, fill: (_, _) => numbers);
        }
    }

    [Fact]
    public void Other_comparisons_are_let_be()
    {
        var (x, many, whole) = (graph.Input("x", ElementType.Float32, [4]), graph.Constant(Tensor.Of([4], 1f, 2, 3, 4)), graph.Input("n", ElementType.Int64, [4]));

        Assert.Equal(["Greater", "Cast"], Lowered.Operators(graph.Emit("Greater", [x, many]).Cast(ElementType.Float32)));
        Assert.Equal(["Greater", "Cast"], Lowered.Operators(graph.Emit("Greater", [whole, whole.Scalar(0)]).Cast(ElementType.Float32)));
        Assert.Equal(["Greater", "Cast"], Lowered.Operators(graph.Emit("Greater", [x, x.Scalar(0)]).Cast(ElementType.Float64)));
        Assert.Equal(["Greater", "Cast"], Lowered.Operators(graph.Emit("Greater", [x, x.Scalar(1e-37)]).Cast(ElementType.Float32)));
    }
}
