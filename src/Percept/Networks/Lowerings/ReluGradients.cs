using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Networks.Lowerings;

/// <summary>The gradient of Relu in one pass, by our kernel, in networks that are trained: their activations are in no layout that a mask would have to stay in.</summary>
static class ReluGradients
{
    internal static IReadOnlyList<Value>? Of(Node node)
    {
        if (node.Operator != "Mul" || node.X.Constant is not null || node[1].Producer is not { Operator: "HardSigmoid" } mask || !Masks.Is(mask.Y) || mask.Float("alpha") < 0 || mask.Float("beta") != 0) return null;
        if (mask.X is not { Producer.Operator: "Relu" } y || !y.Shape.Equals(node.X.Shape) || !IsTrained(y)) return null;
        return [node.Graph.Emit(OwnOperators.Name(ReluGradient.Definition.Name), [y, node.X], new() { [OwnOperators.Shape] = (int[])[.. y.Shape] })];
    }

    /// <summary>Whether an activation comes from weights that are given when the graph runs.</summary>
    static bool IsTrained(Value y)
    {
        while (y.Producer is { } node && Catalogue.Is(node.Operator, Traits.Pointwise))
        {
            if (node.Operator == "BatchNormalization" && IsGiven(node[1])) return true;
            y = node.X;
        }

        return y.Producer is { Operator: "Conv" or "Gemm" or "MatMul" } weighted && IsGiven(weighted[1]);
    }

    static bool IsGiven(Value weights) => weights is { Constant: null, Producer: null };
}
