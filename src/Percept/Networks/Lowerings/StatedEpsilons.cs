using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>A BatchNormalization that states its epsilon: only then the runtime's blocked layout takes it.</summary>
static class StatedEpsilons
{
    const string Epsilon = "epsilon";

    internal static IReadOnlyList<Value>? Of(Node node) => node.Operator == "BatchNormalization" && !node.Attributes.Has(Epsilon)
        ? node.Graph.EmitAll(node.Operator, [.. node.Inputs], node.Attributes.With(Epsilon, 1e-5f), node.Outputs.Count) : null;
}
