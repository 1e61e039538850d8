using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class MovementTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("Concat").Input(2, 3, 4).Input(2, 1, 4).Input(2, 2, 4).With("axis", -2).Linear(),
        Op("Split").Input(2, 7).With("axis", 1).With("num_outputs", 3).Giving(3).Linear(),
        Op("Split").Input(6, 2).Given(1, 5).Giving(2).Linear(),
        Op("Slice").Input(5, 6).Given(1).Given(-1).Given(-1).Linear(),
        Op("Slice").Input(5, 6).Given(1, 0).Given(4, 99).Given(0, 1).Given(1, 2).Linear(),
        Op("Slice").Input(7, 8).Given(1, 1).Given(7, 8).Given(0, 1).Given(3, 3).Linear(),
        Op("Slice").Input(5, 6).Given(-1, 4).Given(-99, 0).Given(0, 1).Given(-1, -2).Linear(),
        Op("Pad").Input(2, 3).Given(1, 0, 0, 2).Number(3).Linear(),
        Op("Pad").Input(4, 5).Given(-1, 2, 1, -2).Linear(),
        Op("Pad").Input(2, 3, 4).Given(1, 2).Without().Given(-1).Linear(),
        Op("Pad").Input(1, 2, 4, 5).Given(0, 0, 3, 1, 0, 0, 2, 4).With("mode", "reflect").Linear(),
        Op("Pad").Input(1, 2, 4, 5).Given(0, 0, 3, 1, 0, 0, 2, 4).With("mode", "edge").Linear(),
        Op("Pad").Input(2, 4, 5).Given(2, 0, 1, 0, 3, 0).With("mode", "edge").Linear(),
        Op("Pad").Input(1, 2, 4, 5).Given(0, 0, 3, 1, 0, 0, 2, 4).With("mode", "wrap").Linear(),
        Op("Gather").Input(3, 4, 2).Given(Tensor.Of(Shape.Scalar, -1L)).With("axis", 1).Linear(),
        Op("Gather").Input(3, 4, 2).Given(3, 0, 3, -4).With("axis", 1).Linear(),
        Op("Gather").Input(5, 2).Given(Tensor.Of([2, 2], 3L, 1, 1, 0)).Linear(),
        Op("GatherElements").Input(3, 4).Given(Tensor.Of([2, 2], 2L, 1, 2, 0)).Linear(),
        Op("TopK").Input(3, 6).Distinct().Given(2).Giving(2),
        Op("Trilu").Input(2, 4, 4).Given(Tensor.Of(Shape.Scalar, 1L)).With("upper", 0).Linear(),
        Op("TopK").Input(3, 6).Distinct().Given(2).With("axis", 0).With("largest", 0).With("sorted", 0).Giving(2),
        Op("Trilu").Input(3, 5).Linear(),
        Op("Pad").Input(3, 5).Given(2, 1, 1, 2).With("mode", "reflect").Linear(),
        Op("Pad").Input(1, 3).Given(0, 2, 1, 2).With("mode", "edge").Linear(),
        Op("Slice").Input(5, 6).Given(3).Given(3).Given(0).Linear(),
        Op("Concat").Input(2, 3).Input(2, 0).Input(2, 1).With("axis", 1).Linear(),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
