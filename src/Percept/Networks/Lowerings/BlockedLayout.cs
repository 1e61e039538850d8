using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Networks.Lowerings;

/// <summary>The order in which the runtime's CPU convolutions keep activations, in groups of channels as wide as a vector: what operators know it, and how constants are written so that they do.</summary>
static class BlockedLayout
{
    /// <summary>Fewer channels, or others between, make no group.</summary>
    const int Channels = 4;

    /// <summary>Operators that make images in this order, or take them in it unchanged.</summary>
    static readonly HashSet<string> makers = ["Conv", "ConvTranspose", "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool", "Concat", "DepthToSpace", "Slice", "Resize"];

    /// <summary>Whether a value is images of as many channels as the order can hold.</summary>
    internal static bool Fits(Value x) => x is { Type: ElementType.Float32, Shape.Rank: 4 } && x.Shape[1] % Channels == 0;

    /// <summary>Whether a value fits, and comes in this order from what made it, through activations and sums.</summary>
    internal static bool Holds(Value x)
    {
        if (!Fits(x)) return false;
        while (x.Producer is { } node && Catalogue.Is(node.Operator, Traits.Pointwise)) x = node.X;
        return x.Producer is { } maker && makers.Contains(maker.Operator);
    }

    /// <summary>A constant that gives each channel of x a number of its own, or all the same one, as a list of a number for each; else null.</summary>
    internal static Tensor? PerChannel(Value constant, Value x)
    {
        if (constant.Constant is not { } tensor) return null;
        var channels = x.Shape[1];
        if (tensor.Length == 1) return Tensor.Full(tensor.Type, [channels], tensor.To<double>()[0]);
        var axis = tensor.Shape.Rank - (x.Shape.Rank - 1);
        return tensor.Length == channels && axis >= 0 && tensor.Shape[axis] == channels ? tensor.Reshape([channels]) : null;
    }

    /// <summary>The only number of a constant; null where it has several, or is none.</summary>
    internal static double? Number(Value constant) => constant.Constant is { Length: 1, Type: ElementType.Float32 } number ? number.To<double>()[0] : null;

    /// <summary>x times a number, written once for each channel: a product with a single number is no operator of this layout.</summary>
    internal static Value Times(Value x, double number) => x * x.Graph.Constant(Tensor.Full(x.Type, [x.Shape[1], 1, 1], number));
}
