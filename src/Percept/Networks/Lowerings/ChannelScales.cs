using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>A product with a single number, beside a pool, a repetition or a mask: the number is written once for each channel, so that the product stays inside the blocked layout.</summary>
/// <remarks>Elsewhere single numbers are let be: the runtime fuses them into the products and activation functions that they belong to.</remarks>
static class ChannelScales
{
    internal static IReadOnlyList<Value>? Of(Node node) => node switch
    {
        { Operator: "Mul", X.Producer.Operator: "AveragePool" } when Written(node.Y) is { } scaled => [scaled],
        { Operator: "AveragePool" or "Resize" } when Written(node.X) is { } scaled => [node.Graph.Emit(node.Operator, [scaled, .. node.Inputs.Skip(1)], node.Attributes)],
        { Operator: "Mul" } when Masks.Is(node[1]) && Written(node.X) is { } scaled => [scaled * node[1]],
        _ => null,
    };

    static Value? Written(Value product) =>
        product is { Type: ElementType.Float32, Shape.Rank: 4, Producer: { Operator: "Mul" } node } && BlockedLayout.Number(node[1]) is { } number && node[1].Shape.Rank == 0 ? BlockedLayout.Times(node.X, number) : null;
}
