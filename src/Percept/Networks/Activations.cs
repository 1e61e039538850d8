using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Networks;

/// <summary>Brings activations of any rank into one form: batch x units x height x width.</summary>
static class Activations
{
    /// <summary>Whether a value can be seen as units with positions.</summary>
    public static bool HasUnits(this Value value) => value.HasShape && value.Type.IsFloat() && value.Shape.Rank is 2 or 3 or 4;

    /// <summary>The numbers that quantised ones stand for; what is not quantised as it is.</summary>
    internal static Value Real(this Value value) => value.Producer is { Operator: "QuantizeLinear" } node ? value.Graph.Emit("DequantizeLinear", [value, node[1], node.Optional(2)], node.Attributes.Without("output_dtype", "saturate")) : value;

    /// <summary>The node that computes a value, before it is quantised.</summary>
    internal static Node? Origin(this Value value)
    {
        var node = value.Producer;
        while (node is { Operator: "QuantizeLinear" or "DequantizeLinear", X.Producer: { } before }) node = before;
        return node;
    }

    /// <summary>The value as batch x units x height x width: channels of maps, elements of vectors, features of tokens.</summary>
    /// <exception cref="GraphException">It has no such form.</exception>
    public static Value AsUnits(this Value value) => value.Shape.Rank switch
    {
        4 => value.IsChannelsLast() ? value.Transpose(0, 3, 1, 2) : value,
        3 => value.Swap(1, 2).Reshape([value.Shape[0], value.Shape[2], value.Shape[1], 1]),
        2 => value.Reshape([.. value.Shape, 1, 1]),
        _ => throw new GraphException($"'{value.Name}' has the shape {value.Shape}, which has no units: 2 axes (batch, units), 3 (batch, tokens, units) or 4 (batch, units, height, width) are needed."),
    };

    /// <summary>Whether a value of 4 axes has its units last, as a matrix product over features makes it (Swin, ConvNeXt) or a transposition.</summary>
    internal static bool IsChannelsLast(this Value value)
    {
        if (!value.HasShape || value.Shape.Rank != 4) return false;
        for (var at = value; at.Producer is { } node;)
        {
            if (node.Operator == "MatMul") return node.Inputs[1] is { Constant.Shape.Rank: 2 };
            if (node.Operator == "Transpose") return node.Attributes.Ints("perm") is [0, 2, 3, 1];
            if (node.Operator is "LayerNormalization" && node.Int("axis", or: -1) is -1 or 3) return true;
            if (!Catalogue.Is(node.Operator, Traits.Pointwise) || node.Inputs.FirstOrDefault(input => input is { Constant: null, HasShape: true } && input.Shape.Equals(value.Shape)) is not { } next) return false;
            at = next;
        }

        return false;
    }

    /// <summary>How many units, rows and columns it has.</summary>
    internal static (int Channels, int Height, int Width) UnitSizes(this Value value) => value.Shape.Rank switch
    {
        4 when value.IsChannelsLast() => (value.Shape[3], value.Shape[1], value.Shape[2]),
        4 => (value.Shape[1], value.Shape[2], value.Shape[3]),
        3 => (value.Shape[2], value.Shape[1], 1),
        _ => (value.Shape[1], 1, 1),
    };
}
