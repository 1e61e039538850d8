using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ReductionsTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("ReduceSum").Input(2, 3, 4).Given(-2).Linear(),
        Op("ReduceSum").Input(2, 3, 4).Given(0, 2).With("keepdims", 0).Linear(),
        Op("ReduceSum").Input(2, 3, 4).With("keepdims", 0).Linear(),
        Op("ReduceSum").Input(2, 3, 4).With("noop_with_empty_axes", 1).Linear(),
        Op("ReduceMean").Input(2, 3, 4, 5).Given(2, 3).Linear(),
        Op("ReduceMean").Input(2, 3, 4).Given(-1).With("keepdims", 0).Linear(),
        Op("ReduceMean").Input(2, 3).Linear(),
        Op("ReduceMax").Input(2, 3, 4).Distinct().Given(1),
        Op("ReduceMax").Input(2, 3, 4).Distinct().Given(0, -1).With("keepdims", 0),
        Op("ReduceMin").Input(2, 3, 4).Distinct().Given(1).With("keepdims", 0),
        Op("ReduceL1").Input(2, 3, 4).AwayFrom(0).Given(1),
        Op("ReduceL2").Input(2, 3, 4).Given(1).With("keepdims", 0),
        Op("ReduceSumSquare").Input(2, 3, 4).Given(2),
        Op("ReduceLogSum").Input(2, 3, 4).In(0.5, 2).Given(2),
        Op("ReduceLogSumExp").Input(2, 3, 4).Given(2).With("keepdims", 0),
        Op("GlobalAveragePool").Input(2, 3, 4, 5).Linear(),
        Op("GlobalAveragePool").Input(2, 3, 4).Linear(),
        Op("GlobalMaxPool").Input(2, 3, 4, 5).Distinct(),
        .. from name in new[] { "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare", "ReduceProd" }
           from axes in new[] { [0, -1], (long[])[] }
           from keep in new[] { 0, 1 }
           select (axes.Length == 0 ? Op(name).Input(2, 3, 4).In(0.9, 1.1) : Op(name).Input(2, 3, 4).In(0.5, 2).Given(axes)).With("keepdims", keep),
        Op("ReduceProd").Input(2, 5).Given(1),
        Op("ReduceMax").Input(2, 3).Distinct().With("keepdims", 0),
        Op("ReduceMin").Input(2, 3).Distinct(),
        Op("GlobalLpPool").Input(2, 3, 4, 5),
        Op("GlobalLpPool").Input(2, 3, 4).In(0.5, 2).With("p", 3),
        Op("GlobalMaxPool").Input(2, 3, 4).Distinct(),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);

    [Fact]
    public void A_product_with_a_zero_has_a_derivative()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [3]);
        using var session = new Session([("dX", Gradient.Of(graph.Emit("ReduceProd", [x]), [x])[0])]);

        ((float[])[2, 0, 3]).CopyTo(session.Input("x"));
        session.Run();

        Assert.Equal([0, 6, 0], session.Output("dX").ToArray());
    }
}
