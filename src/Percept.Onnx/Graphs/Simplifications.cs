namespace Percept.Onnx.Graphs;

/// <summary>What a node can be replaced by before it is added: the value that already is its output.</summary>
static class Simplifications
{
    /// <summary>The value that <paramref name="node"/> would only repeat, or null where it has something to compute.</summary>
    internal static Value? Of(Node node, int outputs) => outputs != 1 ? null : node.Operator switch
    {
        "Identity" => node.X,
        "Transpose" => Transpose(node),
        "Reshape" => Reshape(node),
        "Expand" when node.X.HasShape && node.Optional(1)?.Constant is { } shape && Shape.Broadcast(node.X.Shape, Shape.Of(shape.To<long>())).Equals(node.X.Shape) => node.X,
        "Add" => Neutral(node, 0),
        "Sub" when Holds(node[1], 0) && Keeps(node, 0, 1) => node.X,
        "Mul" => Neutral(node, 1) ?? Unexpanded(node),
        "Div" when Holds(node[1], 1) && Keeps(node, 0, 1) => node.X,
        "Neg" when node.X.Producer is { Operator: "Neg" } inner => inner.X,
        "Cast" when node.X.Type == (ElementType)node.Int("to") => node.X,
        "Concat" or "Sum" or "Max" or "Min" or "Mean" when node.Inputs.Count == 1 => node.X,
        _ => null,
    };

    static Value? Transpose(Node node)
    {
        if (!node.X.HasShape) return null;
        var order = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Reverse()];
        if (order.Length != node.X.Shape.Rank) return null;
        if (order.SequenceEqual(Enumerable.Range(0, order.Length))) return node.X;
        if (node.X.Producer is not { Operator: "Transpose" } inner || inner.Attributes.Ints("perm") is not { } before) return null;
        if (order.Any(axis => axis < 0 || axis >= before.Length)) return null;
        return node.Graph.Emit("Transpose", [inner.X], new() { ["perm"] = order.Select(axis => before[axis]).ToArray() });
    }

    static Value? Reshape(Node node)
    {
        if (!node.X.HasShape || node.Optional(1)?.Constant is not { } target) return null;
        var shape = Operators.Reshaping.Resolve(node.X.Shape, target.To<long>(), node.Flag("allowzero"));
        if (shape.Equals(node.X.Shape)) return node.X;
        return node.X.Producer is { Operator: "Reshape" } inner && inner.X.HasShape ? inner.X.Reshape(shape) : null;
    }

    static Value? Neutral(Node node, double neutral) =>
        Holds(node[1], neutral) && Keeps(node, 0, 1) ? node[0] : Holds(node[0], neutral) && Keeps(node, 1, 0) ? node[1] : null;

    /// <summary>x · Expand(y) is x · y wherever x alone already has the result's shape.</summary>
    static Value? Unexpanded(Node node)
    {
        for (var i = 0; i < 2; i++)
            if (node[i].Producer is { Operator: "Expand" } expand && expand.X.HasShape && node[1 - i].HasShape && expand.X.Shape.BroadcastsTo(node[1 - i].Shape) && node[i].Shape.BroadcastsTo(node[1 - i].Shape))
                return node[1 - i] * expand.X;
        return null;
    }

    static bool Holds(Value value, double number) =>
        value.Constant is { Length: 1 } constant && constant.Type.Bits() >= 8 && constant.Type != ElementType.String && constant.To<double>()[0] == number;

    static bool Keeps(Node node, int kept, int other) => node[kept].HasShape && node[other].Shape.BroadcastsTo(node[kept].Shape);
}
