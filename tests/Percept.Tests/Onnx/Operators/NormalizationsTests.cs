using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class NormalizationsTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("BatchNormalization").Input(2, 3, 4, 5).Input(3).Input(3).Input(3).Input(3).In(0.5, 2),
        Op("BatchNormalization").Input(2, 4, 4, 5).Fixed(4).Fixed(4).Fixed(4).Fixed(4).In(0.5, 2).Linear(),
        Op("BatchNormalization").Input(4, 3).Input(3).Input(3).Input(3).Input(3).In(0.5, 2).With("epsilon", 0.1f),
        Op("LayerNormalization").Input(2, 3, 8).Input(8).Input(8),
        Op("LayerNormalization").Input(2, 3, 8).Input(3, 8).With("axis", 1).With("epsilon", 0.1f),
        Op("InstanceNormalization").Input(2, 3, 4, 5).Input(3).Input(3),
        Op("InstanceNormalization").Input(2, 3, 8).Fixed(3).Fixed(3),
        Op("GroupNormalization").Input(2, 6, 4, 5).Input(6).Input(6).With("num_groups", 2),
        Op("LpNormalization").Input(2, 3, 4),
        Op("LpNormalization").Input(2, 3, 4).AwayFrom(0).With("p", 1).With("axis", 1),
        Op("LRN").Input(2, 7, 3, 2).With("size", 5).With("alpha", 1f),
        Op("LRN").Input(2, 7, 3, 2).With("size", 3).With("alpha", 0.5f).With("beta", 0.5f).With("bias", 2f),
        Op("LRN").Input(1, 3, 3, 2).With("size", 3).With("alpha", 0.5f).With("beta", 1f),
        Op("LRN").Input(1, 3, 3, 2).With("size", 7).With("alpha", 0.5f).With("beta", 0.6f),
        Op("LayerNormalization").Input(2, 3, 8).Input(8),
        Op("LayerNormalization").Input(2, 3, 8).Input(8).Input(8).Giving(3),
        Op("LayerNormalization").Input(2, 3, 4).Input(2, 3, 4).With("axis", 0).Giving(3),
        Op("MeanVarianceNormalization").Input(2, 3, 4, 5),
        Op("MeanVarianceNormalization").Input(2, 3, 4).With("axes", 1, 2),
        Op("GroupNormalization").Input(2, 6, 8).Input(6).Input(6).With("num_groups", 3).With("epsilon", 0.1f),
        Op("GroupNormalization").Input(1, 4, 2, 2, 3).Fixed(4).Fixed(4).With("num_groups", 1),
        Op("BatchNormalization").Input(2, 3, 4).Input(3).Input(3).Input(3).Input(3).In(0.5, 2),
        Op("BatchNormalization").Input(1, 2, 3, 2, 2).Input(2).Input(2).Fixed(2).Fixed(2).In(0.5, 2),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
