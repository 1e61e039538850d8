using System.Collections.Frozen;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Operators of ONNX that others can express, and that are read as these.</summary>
static class Lowerings
{
    /// <summary>The values that a node stands for; null where its operator is none of these, or what it is given is not known well enough.</summary>
    internal static IReadOnlyList<Value>? Of(Application node) =>
        Table.TryGetValue(node.Operator, out var lowering) && node.Inputs is [{ HasShape: true }, ..] ? lowering(node) : Quantized.Of(node);

    /// <summary>Whether a gradient can be taken through an operator because others express it.</summary>
    internal static bool Knows(string operation) => Table.ContainsKey(operation) || Quantized.Knows(operation);

    static readonly FrozenDictionary<string, Func<Application, IReadOnlyList<Value>?>> Table = new Dictionary<string, Func<Application, IReadOnlyList<Value>?>>(StringComparer.Ordinal)
    {
        ["CenterCropPad"] = CenterCropPad,
        ["Attention"] = Attentions.Standard,
        ["DeformConv"] = Deformed.Of,
        ["RMSNormalization"] = node => [RootMeanSquare(node.X, node[1], null, node.Attributes)],
        ["SimplifiedLayerNormalization"] = node => node.Outputs.Length > 1 ? null : [RootMeanSquare(node.X, node[1], null, node.Attributes)],
        ["RotaryEmbedding"] = node => [Rotations.Of(node)],
        ["Swish"] = node => [node.X * node.Graph.Emit("Sigmoid", [node.X * node.Attributes.Float("alpha", or: 1)])],

        // What models of ONNX's first versions have, and ONNX Runtime still runs.
        ["Affine"] = node => [(node.X * node.Attributes.Float("alpha", or: 1)) + node.Attributes.Float("beta")],
        ["ImageScaler"] = ImageScaler,
        ["ParametricSoftplus"] = node => [node.Attributes.Float("alpha", or: 1) * node.Graph.Emit("Softplus", [node.X * node.Attributes.Float("beta", or: 1)])],
        ["ScaledTanh"] = node => [node.Attributes.Float("alpha", or: 1) * node.Graph.Emit("Tanh", [node.X * node.Attributes.Float("beta", or: 1)])],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>x / √(mean of x² + ε) · scale + bias, over the axes from the one stated on.</summary>
    internal static Value RootMeanSquare(Value x, Value scale, Value? bias, Attributes attributes)
    {
        var first = x.Shape.Axis(attributes.Int("axis", or: -1));
        var square = (x * x).Mean([.. Enumerable.Range(first, x.Shape.Rank - first)]);
        var y = x / (square + attributes.Float("epsilon", or: 1e-5f)).Sqrt() * scale;
        return bias is null ? y : y + bias;
    }

    static IReadOnlyList<Value> ImageScaler(Application node)
    {
        var y = node.X * node.Attributes.Float("scale", or: 1);
        return [node.Attributes.Floats("bias") is { } bias ? y + node.Graph.Constant(Tensor.Of([bias.Length, 1, 1], bias)) : y];
    }

    static IReadOnlyList<Value>? CenterCropPad(Application node)
    {
        if (node[1].Constant is not { } wanted) return null;
        var shape = node.X.Shape;
        var axes = node.Attributes.Ints("axes") ?? [.. Enumerable.Range(0, shape.Rank)];
        var (before, after) = (new int[shape.Rank], new int[shape.Rank]);
        foreach (var (axis, size) in axes.Zip(wanted.ToInts()))
        {
            // Half of what is added or cut, rounded down, comes before.
            var (at, change) = (shape.Axis(axis), size - shape[axis]);
            before[at] = change / 2;
            after[at] = change - before[at];
        }

        return [node.X.Pad(before, after)];
    }
}
