using Percept.Networks.Kernels;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>The three gradients of BatchNormalization in training mode by one kernel of ours.</summary>
/// <remarks>A node is known for one of them by what the rule says: it is made again in the same graph, where equal nodes are one.</remarks>
static class BatchNormalizationGradients
{
    const string Epsilon = "epsilon";

    static readonly string kernel = OwnOperators.Name(BatchNormalizationGradient.Definition.Name);

    internal static IReadOnlyList<Value>? Of(Node node) => node.Operator switch
    {
        // r·((g − mean g) − X̂·mean(g·X̂)) with r = 1/√(var + ε), g = dY·Scale and X̂ = (X − mean X)·r.
        "Mul" when node is { X.Producer: { Operator: "Div" } r } && node[1].Producer is { Operator: "Sub", X.Producer: { Operator: "Sub", X.Producer: { Operator: "Mul" } g } } difference
            && difference[1].Producer is { Operator: "Mul", X.Producer: { Operator: "Mul", X.Producer: { Operator: "Sub" } centred } }
            && r[1].Producer is { Operator: "Sqrt", X.Producer: { Operator: "Add" } variance } && BlockedLayout.Number(variance[1]) is { } epsilon => ByX(node, centred.X, g, (float)epsilon),
        "ReduceSum" => ByParameter(node),
        _ => null,
    };

    static Value[]? ByX(Node node, Value x, Node g, float epsilon)
    {
        var (dY, scale) = (g.X, g[1].Producer is { Operator: "Reshape" } reshape ? reshape.X : g[1]);
        if (x.Type != ElementType.Float32 || x.Shape.Rank < 2 || !scale.Shape.Equals([x.Shape[1]]) || Plain(x, scale, dY, epsilon, 0) != node.Y) return null;
        return [node.Graph.EmitAll(kernel, [x, scale, dY], new()
        {
            [OwnOperators.Shape] = (int[])[.. x.Shape],
            ["shape1"] = (int[])[.. scale.Shape],
            ["shape2"] = (int[])[.. scale.Shape],
            [Epsilon] = (int[])[BitConverter.SingleToInt32Bits(epsilon)],
        }, outputs: 3)[0]];
    }

    /// <remarks>Of one BatchNormalization, the gradient by x comes first.</remarks>
    static Value[]? ByParameter(Node sum)
    {
        if (sum.X.Shape.Rank < 2 || sum.Y.Shape.Rank != 1) return null;
        var found = sum.Graph.Nodes.LastOrDefault(each => each.Operator == kernel && (each[2] == sum.X || (sum.X.Producer is { Operator: "Mul" } product && product.Inputs.Contains(each[2]))));
        if (found is null) return null;
        var epsilon = BitConverter.Int32BitsToSingle(found.Attributes.Ints(Epsilon)![0]);
        return ((int[])[1, 2]).Where(input => Plain(found.X, found[1], found[2], epsilon, input) == sum.Y).Select(input => (Value[])[found.Outputs[input]]).FirstOrDefault();
    }

    /// <summary>What the rule says of the gradient in an input. Bias and running statistics play no part.</summary>
    static Value Plain(Value x, Value scale, Value dY, float epsilon, int input)
    {
        var normalization = x.Graph.EmitAll("BatchNormalization", [x, scale, scale, scale, scale], new() { ["training_mode"] = 1, [Epsilon] = epsilon }, outputs: 3)[0].Producer!;
        return RuleSet.Standard.Find(normalization.Operator)!.ByInput[input]!(normalization, [dY]);
    }
}
