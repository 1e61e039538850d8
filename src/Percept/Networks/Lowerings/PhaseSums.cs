using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>A sum of two tensors whose phases were brought to their places (<see cref="TransposedConvolutions"/>): the phases are added first, and brought there once.</summary>
static class PhaseSums
{
    internal static IReadOnlyList<Value>? Of(Node node) => node.Operator == "Add" && Whole(node[0], node[1]) is { } sum ? [sum] : null;

    static Value? Whole(Value a, Value b) => (a.Producer, b.Producer) switch
    {
        ({ Operator: "DepthToSpace" } p, { Operator: "DepthToSpace" } q) when p.Int("blocksize") == q.Int("blocksize") && p.Text("mode", or: "DCR") == q.Text("mode", or: "DCR") && p.X.Shape.Equals(q.X.Shape) =>
            p.Graph.Emit(p.Operator, [Parts(p.X, q.X)], p.Attributes),
        ({ Operator: "Slice", X.Producer.Operator: "DepthToSpace" } p, { Operator: "Slice" } q) when p.X.Shape.Equals(q.X.Shape) && p.Inputs.Skip(1).SequenceEqual(q.Inputs.Skip(1)) && Whole(p.X, q.X) is { } whole =>
            p.Graph.Emit(p.Operator, [whole, .. p.Inputs.Skip(1)], p.Attributes),
        _ => null,
    };

    static Value Parts(Value a, Value b) =>
        a.Producer is { Operator: "Concat" } p && b.Producer is { Operator: "Concat" } q && p.Int("axis") == q.Int("axis") && p.Inputs.Count == q.Inputs.Count && p.Inputs.Zip(q.Inputs).All(pair => pair.First!.Shape.Equals(pair.Second!.Shape))
            ? p.Graph.Emit(p.Operator, [.. p.Inputs.Zip(q.Inputs, (x, y) => x!.IsZero ? y : y!.IsZero ? x : x + y)], p.Attributes) : a + b;
}
