using Percept.Onnx.Graphs;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Gradients.Rules;

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
        Op("Pow").Input(3, 4).In(0.5, 2).Number(0.5),
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

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
