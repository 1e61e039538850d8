using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ProductsTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("MatMul").Input(3, 4).Input(4, 5).Linear(),
        Op("MatMul").Input(2, 3, 4).Input(2, 4, 5).Linear(),
        Op("MatMul").Input(2, 6, 3, 4).Input(6, 4, 5).Linear(),
        Op("MatMul").Input(2, 3, 4).Input(4, 5).Linear(),
        Op("MatMul").Input(2, 3, 4).Fixed(4, 5).Linear(),
        Op("MatMul").Input(3, 4).Input(2, 4, 5).Linear(),
        Op("MatMul").Input(4).Input(4, 5).Linear(),
        Op("MatMul").Input(4).Input(2, 4, 5).Linear(),
        Op("MatMul").Input(3, 4).Input(4).Linear(),
        Op("MatMul").Input(2, 3, 4).Input(4).Linear(),
        Op("MatMul").Input(4).Input(4).Linear(),
        .. from transA in new[] { 0, 1 }
           from transB in new[] { 0, 1 }
           select Op("Gemm").Input(transA == 0 ? [3, 4] : [4, 3]).Input(transB == 0 ? [4, 5] : [5, 4]).Input(transA == transB ? [5] : [3, 1])
               .With("transA", transA).With("transB", transB).With("alpha", 0.5f).With("beta", 2f).Linear(),
        Op("Gemm").Input(3, 4).Fixed(4, 5).Linear(),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);
}
