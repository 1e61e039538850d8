using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ReshapingTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("Reshape").Input(2, 3, 4).Given(0, -1).Linear(),
        Op("Flatten").Input(2, 3, 4).With("axis", 2).Linear(),
        Op("Squeeze").Input(2, 1, 4, 1).Given(-1).Linear(),
        Op("Squeeze").Input(2, 1, 4, 1).Linear(),
        Op("Unsqueeze").Input(2, 3).Given(0, -1).Linear(),
        Op("Transpose").Input(2, 3, 4, 5).With("perm", 0, 2, 3, 1).Linear(),
        Op("Transpose").Input(2, 3, 4).Linear(),
        Op("SpaceToDepth").Input(1, 2, 4, 6).With("blocksize", 2).Linear(),
        Op("DepthToSpace").Input(1, 8, 2, 3).With("blocksize", 2).Linear(),
        Op("DepthToSpace").Input(1, 8, 2, 3).With("blocksize", 2).With("mode", "CRD").Linear(),
        Op("Expand").Input(3, 1).Given(2, 1, 4).Linear(),
        Op("Tile").Input(2, 3).Given(2, 3).Linear(),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
