using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>x less tiles that repeat an element each, as a sum with the repeated negatives: Add is an operator of the blocked layout, and Sub is not.</summary>
static class TileDifferences
{
    internal static IReadOnlyList<Value>? Of(Node node) =>
        node is { Operator: "Sub", Y: { Type: ElementType.Float32, Shape.Rank: 4 } } && node[1].Producer is { Operator: "Resize" } resize && resize.Text("mode", or: "nearest") == "nearest"
            ? [node.X + node.Graph.Emit(resize.Operator, [BlockedLayout.Times(resize.X, -1), .. resize.Inputs.Skip(1)], resize.Attributes)] : null;
}
