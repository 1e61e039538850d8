namespace Percept.Onnx.Graphs;

/// <summary>What a node can be replaced by before it is added: the value that already is its output, or null where it has something to compute. Entries of the catalogue name theirs.</summary>
static class Simplifications
{
    internal static Value? First(Node node) => node.X;

    /// <summary>Of one operand nothing is joined.</summary>
    internal static Value? Single(Node node) => node.Inputs.Count == 1 ? node.X : null;

    internal static Value? Expand(Node node) =>
        node.X.HasShape && node.Optional(1)?.Constant is { } shape && Shape.Broadcast(node.X.Shape, Shape.Of(shape.To<long>())).Equals(node.X.Shape) ? node.X : null;

    internal static Value? Cast(Node node) => node.X.Type == (ElementType)node.Int("to") ? node.X : null;

    /// <summary>Done twice it is undone.</summary>
    internal static Value? Undone(Node node) => node.X.Producer is { } inner && inner.Operator == node.Operator ? inner.X : null;

    /// <summary>An operand beside which the other is neutral, whichever side that is on.</summary>
    internal static Func<Node, Value?> Neutral(double neutral) => node =>
        Holds(node[1], neutral) && Keeps(node, 0, 1) ? node[0] : Holds(node[0], neutral) && Keeps(node, 1, 0) ? node[1] : null;

    /// <summary>The first operand where the second is neutral.</summary>
    internal static Func<Node, Value?> RightNeutral(double neutral) => node => Holds(node[1], neutral) && Keeps(node, 0, 1) ? node.X : null;

    internal static Value? Product(Node node) => Neutral(1)(node) ?? Unexpanded(node);

    internal static Value? Transpose(Node node)
    {
        if (!node.X.HasShape) return null;
        var order = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Reverse()];
        if (order.Length != node.X.Shape.Rank) return null;
        if (order.SequenceEqual(Enumerable.Range(0, order.Length))) return node.X;
        if (node.X.Producer is not { Operator: "Transpose" } inner || inner.Attributes.Ints("perm") is not { } before) return null;
        if (order.Any(axis => axis < 0 || axis >= before.Length)) return null;
        return node.Graph.Emit("Transpose", [inner.X], new() { ["perm"] = order.Select(axis => before[axis]).ToArray() });
    }

    internal static Value? Reshape(Node node)
    {
        if (!node.X.HasShape || node.Optional(1)?.Constant is not { } target) return null;
        var shape = Operators.Reshaping.Resolve(node.X.Shape, target.To<long>(), node.Flag("allowzero"));
        if (shape.Equals(node.X.Shape)) return node.X;
        return node.X.Producer is { Operator: "Reshape" } inner && inner.X.HasShape ? inner.X.Reshape(shape) : Grouped(node.X, shape);
    }

    /// <summary>GroupNormalization as it was exported before ONNX had it: the statistics of a group are those of one channel of InstanceNormalization, between two reshapes.</summary>
    /// <remarks>As one operator it keeps positions, which the reshapes between would hide from whoever looks for layers.</remarks>
    static Value? Grouped(Value grouped, Shape shape)
    {
        if (grouped.Producer is not { Operator: "InstanceNormalization", X.Producer: { Operator: "Reshape", X: { HasShape: true } x } } normalization || !x.Shape.Equals(shape) || shape.Rank < 3) return null;
        var groups = grouped.Shape[1];
        if (grouped.Shape[0] != shape[0] || groups == 0 || shape[1] % groups != 0) return null;
        Value PerChannel(int input) => Operators.Normalizations.PerChannel(normalization[input], shape[1]);
        return x.Graph.Emit("GroupNormalization", [x, PerChannel(1), PerChannel(2)], new() { ["num_groups"] = groups, ["epsilon"] = normalization.Float("epsilon", or: 1e-5f) });
    }

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
