using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>A number less x, and scale·mask + offset, each number one for all or one for each channel, as a convolution of one tap: it stays inside the blocked layout, as Sub and Add of constants do not.</summary>
/// <remarks>A convolution rounds once what a product and a sum round twice; so only those are taken whose product is exact.</remarks>
static class AffineMaps
{
    internal static IReadOnlyList<Value>? Of(Node node) => node.Operator switch
    {
        "Sub" when BlockedLayout.Holds(node[1]) => Convolved(node[1], node[1].Scalar(-1), node[0]),
        "Add" when node.X.Producer is { Operator: "Mul" } product && Masks.Is(product.X) && BlockedLayout.Fits(product.X) => Convolved(product.X, product[1], node[1]),
        _ => null,
    };

    static IReadOnlyList<Value>? Convolved(Value x, Value scale, Value offset) =>
        BlockedLayout.PerChannel(scale, x) is { } w && BlockedLayout.PerChannel(offset, x) is { } b
            ? [x.Graph.Emit("Conv", [x, x.Graph.Constant(w.Reshape([x.Shape[1], 1, 1, 1])), x.Graph.Constant(b)], new() { ["group"] = x.Shape[1] })] : null;
}
