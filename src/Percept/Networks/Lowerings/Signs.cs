using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>The sign, as where x is above 0 less where it is below: by operators of the blocked layout, which Sign leaves.</summary>
static class Signs
{
    internal static IReadOnlyList<Value>? Of(Node node) => node is { Operator: "Sign", X: { Type: ElementType.Float32, Constant: null } x } ? [Masks.Above(x) - Masks.Above(x, isAbove: false)] : null;
}
