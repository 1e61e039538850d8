using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Gradients.Rules;

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
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
