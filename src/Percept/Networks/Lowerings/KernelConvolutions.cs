using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>Convolutions by kernels of ours: with fewer multiplications where the weights are known, and any whose weights are only known when the graph runs.</summary>
static class KernelConvolutions
{
    internal static IReadOnlyList<Value>? Of(Node node)
    {
        if (node.Operator != "Conv") return null;
        // Of weights that are constants the runtime makes blocks of its own, which are beaten by fewer multiplications alone.
        var (operation, attributes) = WinogradRule.Of(node) ?? Trained(node) ?? default;
        return operation is null ? null : [node.Graph.Emit(operation, [.. node.Inputs], attributes)];
    }

    static (string Operator, Attributes Attributes)? Trained(Node node) =>
        node[1].Constant is null && node.X is { Type: ElementType.Float32, Shape.Rank: 4 } && ConvolutionSizes.OfTrained(node.Window(), node.X.Shape, node[1].Shape, node.Y.Shape, node.Y.Shape) is { } attributes
            ? (OwnOperators.Name((node.Optional(2) is null ? Convolution.Definition : Convolution.WithBias).Name), attributes) : null;
}
