using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ElementwiseTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("Add").Input(2, 3, 4).Input(3, 1).Linear(),
        Op("Add").Input(4).Input(2, 1, 4).Linear(),
        Op("Sub").Input(3, 4).Input(2, 3, 4).Linear(),
        Op("Mul").Input(2, 3, 4).Input(1, 3, 1).Linear(),
        Op("Mul").Input(1).Input(2, 3).Linear(),
        Op("Div").Input(2, 3, 4).Input(3, 4).In(0.5, 2),
        Op("Div").Input(4).Input(3, 4).In(-2, -0.5),
        Op("Neg").Input(3, 4).Linear(),
        Op("Reciprocal").Input(3, 4).In(0.5, 2),
        Op("Sum").Input(3, 4).Input(4).Input(2, 3, 1).Linear(),
        Op("Mean").Input(3, 4).Input(4).Input(2, 3, 1).Linear(),
        Op("Max").Input(3, 4).Input(3, 4).Input(3, 4),
        Op("Max").Input(3, 4).In(1, 2).Input(4).In(-2, 0),
        Op("Min").Input(3, 4).Input(3, 4),
        Op("Where").Given(new Tensor(ElementType.Bool, [3, 1], new byte[] { 1, 0, 1 })).Input(3, 4).Input(2, 1, 4).Linear(),
        Op("Sqrt").Input(3, 4).In(0.5, 2),
        Op("Exp").Input(3, 4),
        Op("Log").Input(3, 4).In(0.5, 2),
        Op("Pow").Input(3, 4).Number(1),
        Op("Pow").Input(3, 4).Number(2),
        Op("Pow").Input(3, 4).Number(3),
        Op("Pow").Input(3, 4).Number(0),
        Op("Pow").Input(3, 4).In(0.5, 2).Number(0.5),
        Op("Pow").Input(3, 4).In(0.5, 2).Number(1.7),
        Op("Pow").Input(3, 4).In(0.5, 2).Number(-1.3),
        Op("Pow").Input(3, 4).Given(Tensor.Of(Shape.Scalar, 4L)),
        Op("Pow").Input(3, 4).In(0.5, 2).Input(4),
        Op("Erf").Input(3, 4),
        Op("Abs").Input(3, 4).AwayFrom(0),
        Op("Sin").Input(3, 4),
        Op("Cos").Input(3, 4),
        Op("Tan").Input(3, 4).In(-1, 1),
        Op("Asin").Input(3, 4).In(-0.8, 0.8),
        Op("Acos").Input(3, 4).In(-0.8, 0.8),
        Op("Atan").Input(3, 4),
        Op("Sinh").Input(3, 4),
        Op("Cosh").Input(3, 4),
        Op("Asinh").Input(3, 4),
        Op("Acosh").Input(3, 4).In(1.2, 3),
        Op("Atanh").Input(3, 4).In(-0.8, 0.8),
        Op("Mod").Input(3, 4).In(0.1, 0.9).Input(4).In(1, 2).With("fmod", 1),
        Op("Mod").Input(3, 4).In(-2.9, -2.1).Input(1).In(0.98, 1.02).With("fmod", 1),
        Op("Tanh").Input(3, 4),
        Op("Tanh").Input(2, 4, 3, 3),
        Op("Identity").Input(3, 4).Linear(),
        Op("Dropout").Input(3, 4).Linear(),
        Op("Cast").Input(3, 4).With("to", (int)ElementType.Float32).Linear(),
        Op("CastLike").Input(3, 4).Fixed(1).Linear(),
    ];

    /// <summary>The gradient is the true slope where that is finite, and 0 where it is infinite or there is none; the second is finite too.</summary>
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.5, 0, 0.25)]
    [InlineData(0.9, 0, 0.7834957f)]
    [InlineData(1, 1, 1)]
    [InlineData(1.5, 0, 3)]
    [InlineData(2, 0, 8)]
    [InlineData(-1, 0, -0.0625f)]
    public void A_power_has_a_finite_slope_at_0(double exponent, float atZero, float atFour)
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2]);
        var p = graph.Input("p", ElementType.Float32, [2]);
        var (known, asked) = (x.Pow(exponent), graph.Emit("Pow", [x, p]));
        var (first, other) = (Gradient.Of(known, [x])[0], Gradient.Of(asked, [x, p]));

        var found = Run(graph, [0, 4], (float)exponent, first, other[0], other[1], Gradient.Of(first, [x])[0], Gradient.Of(other[0], [x])[0], Gradient.Of(other[1], [p])[0]);

        Assert.Equal(atZero, found[0][0]);
        Assert.Equal(atZero, found[1][0]);
        Assert.Equal(atFour, found[0][1], 1e-6f);
        Assert.Equal(atFour, found[1][1], 1e-6f);
        Assert.Equal(0, found[2][0]);
        Assert.Equal((float)(Math.Pow(4, exponent) * Math.Log(4)), found[2][1], 1e-4f);
        Assert.All(found.SelectMany(values => values), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_root_has_a_finite_slope_at_0()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2]);

        Assert.Equal([0, 0.25f], Run(graph, [0, 4], null, Gradient.Of(x.Sqrt(), [x])[0])[0]);
    }

    [Fact]
    public void What_is_not_chosen_does_not_count_however_large()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [2]);
        var chosen = graph.Emit("Where", [graph.Emit("Greater", [x, x.Scalar(1)]), x, x * 2]);
        var (yes, no) = (Gradient.Of(chosen, [x], dY: graph.Constant(Tensor.Of([2], float.PositiveInfinity, 1)))[0], Gradient.Of(chosen, [x], dY: graph.Constant(Tensor.Of([2], 1, float.PositiveInfinity)))[0]);

        var found = Run(graph, [0, 4], null, yes, no);

        Assert.Equal([float.PositiveInfinity, 1], found[0]);
        Assert.Equal([2, float.PositiveInfinity], found[1]);
    }

    static float[][] Run(Graph graph, float[] x, float? p, params Value[] wanted)
    {
        using var session = new Session([.. wanted.Select((value, i) => ($"{i}", value))]);
        if (session.Inputs.Contains("x")) x.CopyTo(session.Input("x"));
        if (p is { } power && session.Inputs.Contains("p")) session.Input("p").Fill(power);
        session.Run();
        return [.. wanted.Select((_, i) => session.Output($"{i}").ToArray())];
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
