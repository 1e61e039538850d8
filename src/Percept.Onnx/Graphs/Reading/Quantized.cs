using System.Collections.Frozen;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Reads operators on quantised numbers as the same ones on the real numbers that these stand for.</summary>
/// <remarks>
/// What a file states the scale of is rounded as the file says. What finds its scale while it runs (DynamicQuantizeLinear) is read
/// as itself, with a scale of 1: the scale is found from the whole batch, and would make every unit depend on every pixel of every
/// image. Integers computed from such numbers are then floats too.
/// </remarks>
static class Quantized
{
    /// <summary>The values that a node on quantised numbers stands for; null where it is another, or what it is given is not.</summary>
    internal static IReadOnlyList<Value>? Of(Application node) => Table.TryGetValue(node.Operator, out var reading) ? reading(node) : null;

    /// <summary>Whether an operator is one of these.</summary>
    internal static bool Knows(string operation) => Table.ContainsKey(operation);

    static readonly FrozenDictionary<string, Func<Application, IReadOnlyList<Value>?>> Table = new Dictionary<string, Func<Application, IReadOnlyList<Value>?>>(StringComparer.Ordinal)
    {
        ["DynamicQuantizeLinear"] = node => [node.X, node.X.Scalar(1), node.Graph.Constant(Tensor.Full(ElementType.UInt8, Shape.Scalar, 0))],
        ["DequantizeLinear"] = node => node.X.Type.IsFloat() ? [Real(node, 0, node.Attributes.Int("axis", or: 1))] : null,
        ["ConvInteger"] = node => [node.Graph.Emit("Conv", [Whole(node.X, node.Optional(2), axis: 1), Whole(node[1], node.Optional(3), axis: 0)], node.Attributes)],
        ["MatMulInteger"] = node => [Whole(node.X, node.Optional(2), axis: -2).MatMul(Whole(node[1], node.Optional(3), axis: -1))],
        ["QLinearConv"] = node => [Requantized(node, Conv(node), 6)],
        ["QLinearMatMul"] = node => [Requantized(node, Real(node, 0, axis: -2).MatMul(Real(node, 3, axis: -1)), 6)],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The numbers that three inputs state: integers, their scale, and the integer that stands for 0.</summary>
    /// <param name="node">The node whose inputs these are.</param>
    /// <param name="first">The first of the three.</param>
    /// <param name="axis">The axis along which scales and zeros may vary.</param>
    internal static Value Real(Application node, int first, int axis = 1)
    {
        var (x, scale, zero) = (node[first], node[first + 1], node.Optional(first + 2));
        if (!x.Type.IsFloat()) return node.Graph.Emit("DequantizeLinear", [x, scale, zero], scale.Shape.Elements > 1 ? new() { ["axis"] = axis } : Attributes.None);
        return Whole(x, zero, axis) * Along(scale, x, axis);
    }

    /// <summary>Real numbers as the integers that a scale and a zero, two inputs, say.</summary>
    internal static Value Requantized(Application node, Value real, int scale) =>
        node.Graph.EmitAll("QuantizeLinear", [real, node[scale], node.Optional(scale + 1)], Attributes.None, 1, node.Name, node.Outputs[..1])[0];

    /// <summary>Integers as floats, counted from the one that stands for 0.</summary>
    internal static Value Whole(Value x, Value? zero, int axis)
    {
        var whole = x.Cast(ElementType.Float32);
        return zero is null ? whole : whole - Along(zero.Cast(ElementType.Float32), x, axis);
    }

    /// <summary>The convolution of the numbers that the integers stand for.</summary>
    static Value Conv(Application node)
    {
        var (x, w) = (Real(node, 0), Real(node, 3, axis: 0));
        var bias = node.Optional(8) is { } whole ? whole.Cast(ElementType.Float32) * (node[1].Reshape(Shape.Scalar) * node[4]) : null;
        if (node.Attributes.Int("channels_last") == 0) return node.Graph.Emit("Conv", [x, w, bias], node.Attributes.Without("channels_last"));
        return node.Graph.Emit("Conv", [x.LastToSecond(), w, bias], node.Attributes.Without("channels_last")).SecondToLast();
    }

    /// <summary>One number for all, or one for each index of an axis.</summary>
    static Value Along(Value numbers, Value x, int axis)
    {
        if (numbers.Shape.Elements == 1) return numbers.Reshape(Shape.Scalar);
        if (numbers.Shape.Rank > 1) return numbers;
        return numbers.Reshape([numbers.Shape[0], .. Enumerable.Repeat(1, x.Shape.Rank - x.Shape.Axis(axis) - 1)]);
    }
}
