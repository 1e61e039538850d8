using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class EinsumTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Of("ij,jk->ik", [2, 3], [3, 4]),
        Of("ij , jk", [2, 3], [3, 4]),
        Of("bhqd,bhkd->bhqk", [2, 2, 3, 4], [2, 2, 5, 4]),
        Of("nchw,ck->nkhw", [2, 3, 2, 2], [3, 4]),
        Of("bij,bj->b", [2, 3, 4], [2, 4]),
        Of("...ij,...jk->...ik", [2, 5, 2, 3], [2, 5, 3, 4]),
        Of("...ij,...jk->...ik", [2, 1, 2, 3], [1, 5, 3, 4]),
        Of("...ij,jk", [2, 2, 3], [3, 4]),
        Of("i...,i...->...", [3, 2, 4], [3, 2, 4]),
        Of("ij->ji", [2, 3]),
        Of("ij->", [2, 3]),
        Of("ij->i", [2, 3]),
        Of("ii->i", [3, 3]),
        Of("ii->", [3, 3]),
        Of("iij,j->i", [3, 3, 2], [2]),
        Of("i,j->ij", [2], [3]),
        Of("ij,ik,il->jkl", [2, 3], [2, 2], [2, 4]),
        Of("bij,bjk->bik", [1, 2, 3], [2, 3, 4]),
        Of("Ab,bC->AC", [2, 3], [3, 4]),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);

    static OpCase Of(string equation, params int[][] shapes) => shapes.Aggregate(Op("Einsum").With("equation", equation), (op, shape) => op.Input(shape)).Linear();
}
