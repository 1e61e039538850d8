using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ActivationsTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("Relu").Input(2, 4, 3, 5).AwayFrom(0),
        Op("LeakyRelu").Input(2, 4, 3, 5).AwayFrom(0).With("alpha", 0.3f),
        Op("LeakyRelu").Input(3, 5).AwayFrom(0),
        Op("LeakyRelu").Input(3, 5).AwayFrom(0).With("alpha", -0.3f),
        Op("PRelu").Input(2, 4, 3, 5).AwayFrom(0).Input(4, 1, 1),
        Op("PRelu").Input(2, 4, 3, 5).AwayFrom(0).Fixed(4, 1, 1),
        Op("PRelu").Input(2, 3, 3, 5).AwayFrom(0).Fixed(1),
        Op("PRelu").Input(2, 4, 3, 4).AwayFrom(0).Fixed(4),
        Op("ThresholdedRelu").Input(3, 5).AwayFrom(1),
        Op("ThresholdedRelu").Input(3, 5).AwayFrom(-0.5).With("alpha", -0.5f),
        Op("Clip").Input(2, 4, 3, 5).In(-3, 9).AwayFrom(0, 6).Number(0).Number(6),
        Op("Clip").Input(3, 5).AwayFrom(-1, 1).Number(-1).Number(1),
        Op("Clip").Input(3, 5).AwayFrom(-0.3).Number(-0.3),
        Op("Clip").Input(3, 5).AwayFrom(0.3).Without().Number(0.3),
        Op("Clip").Input(3, 5).AwayFrom(-1, 1).Input().In(-1, -1).Input().In(1, 1),
        Op("Clip").Input(3, 5),
        Op("Sigmoid").Input(2, 4, 3, 5),
        Op("Sigmoid").Input(3, 5),
        Op("HardSigmoid").Input(2, 4, 3, 5).In(-4, 4).AwayFrom(-2.5, 2.5),
        Op("HardSigmoid").Input(3, 5).In(-2, 2).AwayFrom(-1, 1).With("alpha", 0.5f).With("beta", 0.5f),
        Op("HardSwish").Input(2, 4, 3, 5).In(-4, 4).AwayFrom(-3, 3),
        Op("Elu").Input(2, 4, 3, 5).AwayFrom(0),
        Op("Elu").Input(3, 5).AwayFrom(0).With("alpha", 0.5f),
        Op("Celu").Input(3, 5).AwayFrom(0).With("alpha", 0.5f),
        Op("Selu").Input(3, 5).AwayFrom(0),
        Op("Gelu").Input(3, 5),
        Op("Gelu").Input(3, 5).With("approximate", "tanh"),
        Op("Mish").Input(3, 5),
        Op("Softplus").Input(3, 5),
        Op("Softsign").Input(3, 5).AwayFrom(0),
        Op("Shrink").Input(3, 5).AwayFrom(-0.5, 0.5),
        Op("Shrink").Input(3, 5).AwayFrom(-1, 1).With("lambd", 1f).With("bias", 0.2f),
        Op("Softmax").Input(2, 3, 5),
        Op("Softmax").Input(2, 3, 5).With("axis", 1),
        Op("LogSoftmax").Input(2, 3, 5),
        Op("LogSoftmax").Input(2, 3, 5).With("axis", -2),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
