using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Operators.Axes;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>Normalizations.</summary>
static class Normalizations
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("BatchNormalization")
        {
            Infer = BatchNormalization,
            ReceptiveField = OfFirst,
            Rule = new(
                (n, dY) => Trains(n)
                    ? NormalizedPullback(dY * PerChannel(n, n[1]), BatchNormalized(n).XHat, BatchNormalized(n).Inverse, AllButChannels(n.X))
                    : dY * PerChannel(n, n[1] * BatchInverse(n)),
                (n, dY) => Trains(n) ? SumOfChannels(dY * BatchNormalized(n).XHat) : SumOfChannels(dY * (n.X - PerChannel(n, n[3]))) * BatchInverse(n),
                (_, dY) => SumOfChannels(dY),
                (n, dY) => Trains(n) ? Ops.Zeros(n.X, n[3].Shape) : -(SumOfChannels(dY) * n[1] * BatchInverse(n)),
                (n, dY) => Trains(n) ? Ops.Zeros(n.X, n[4].Shape) : -0.5 * (SumOfChannels(dY * (n.X - PerChannel(n, n[3]))) * n[1] * BatchInverse(n).Pow(3))),
            Parameters = [null, ParameterRole.Scale, ParameterRole.Bias, ParameterRole.Mean, ParameterRole.Variance],
            Traits = Traits.Pointwise,
            Note = "With its statistics given, Y = (X − mean)·r·Scale + B with r = 1/√(var + ε), all one number for each channel. In training the statistics are X's own.",
        },
        new("LayerNormalization")
        {
            Infer = LayerNormalization,
            Type = Types.After(1, ElementType.Float32),
            FirstOptionalOutput = 1,
            ReceptiveField = LayerNormalizationField,
            Rule = new(
                (Node n, IReadOnlyList<Value?> dY) =>
                {
                    var ((xHat, inverse), axis) = (LayerNormalized(n), n.X.Shape.Axis(n.Int("axis", or: -1)));
                    var count = n.X.Shape.Product(axis, n.X.Shape.Rank);
                    Value?[] parts =
                    [
                        dY[0] is { } dy ? NormalizedPullback(dy * n[1], xHat, inverse, [.. Enumerable.Range(axis, n.X.Shape.Rank - axis)]) : null,
                        dY.ElementAtOrDefault(1) is { } dMean ? (dMean / count).Expand(n.X.Shape) : null,
                        dY.ElementAtOrDefault(2) is { } dInverse ? -(dInverse * inverse * inverse / count * xHat) : null,
                    ];
                    return parts.OfType<Value>().Aggregate((sum, part) => sum + part);
                },
                (n, dY) => dY[0] is { } dy ? dy * LayerNormalized(n).XHat : Ops.Zeros(n.X, n[1].Shape),
                (n, dY) => dY[0] ?? Ops.Zeros(n.X, n[2].Shape)),
            Parameters = [null, ParameterRole.Scale, ParameterRole.Bias],
            Traits = Traits.Normalization,
            Note = "X̂ = (X − mean X)·r over the last axes, Y = X̂·Scale + B. The mean and r are outputs too: ∂r/∂X = −r²·X̂ over the number of elements.",
        },
        new("InstanceNormalization")
        {
            Infer = InstanceNormalization,
            ReceptiveField = Space,
            Rule = new(
                (n, dY) =>
                {
                    var (xHat, inverse) = Normalized(n.X, SpatialAxes(n.X), n.Float("epsilon", or: 1e-5f));
                    return NormalizedPullback(dY * PerChannel(n, n[1]), xHat, inverse, SpatialAxes(n.X));
                },
                (n, dY) => SumOfChannels(dY * Normalized(n.X, SpatialAxes(n.X), n.Float("epsilon", or: 1e-5f)).XHat),
                (_, dY) => SumOfChannels(dY)),
            Parameters = [null, ParameterRole.Scale, ParameterRole.Bias],
            Traits = Traits.Normalization | Traits.Pointwise,
            Note = "As LayerNormalization, over each plane.",
        },
        new("GroupNormalization")
        {
            Infer = GroupNormalization,
            ReceptiveField = GroupNormalizationField,
            Rule = new(
                (n, dY) =>
                {
                    var (xHat, inverse) = GroupNormalized(n);
                    return NormalizedPullback((dY * PerChannel(n, n[1])).Reshape(xHat.Shape), xHat, inverse, [2]).Reshape(n.X.Shape);
                },
                (n, dY) => SumOfChannels(dY * GroupNormalized(n).XHat.Reshape(n.X.Shape)),
                (_, dY) => SumOfChannels(dY)),
            Parameters = [null, ParameterRole.Scale, ParameterRole.Bias],
            Traits = Traits.Normalization | Traits.Pointwise,
            Note = "As LayerNormalization, over groups of channels.",
        },
        new("MeanVarianceNormalization")
        {
            Infer = First,
            ReceptiveField = step => step.Mixed((step.Node.Attributes.Ints("axes") ?? [0, 2, 3]).Select(step.From.Axis).Contains),
            Rule = new((n, dY) =>
            {
                var axes = n.Attributes.Ints("axes") ?? [0, 2, 3];
                var (xHat, inverse) = Normalized(n.X, axes, 0);
                return NormalizedPullback(dY, xHat, inverse, axes);
            }),
            Traits = Traits.Normalization,
            Note = "The same without scale and bias.",
        },
        new("LpNormalization")
        {
            Infer = AlongAxis,
            ReceptiveField = Line,
            Rule = new((n, dY) =>
            {
                int[] axis = [n.Int("axis", or: -1)];
                var projection = (dY * n.Y).Sum(axis);
                return n.Int("p", or: 2) == 2 ? (dY - (n.Y * projection)) / (n.X * n.X).Sum(axis).Sqrt() : (dY - (Ops.Sign(n.X) * projection)) / Ops.Of("Abs", n.X).Sum(axis);
            }),
            Traits = Traits.Normalization,
            Note = "Y = X/norm, so dX = (dY − Y·Σ dY·Y)/norm for p = 2, and (dY − sign X·Σ dY·Y)/norm for p = 1.",
        },
        new("LRN")
        {
            Infer = node => node.Int("size") > 0 ? First(node) : throw new GraphException($"its size is {node.Int("size")}, which must be positive."),
            ReceptiveField = LocalResponse,
            Rule = new((n, dY) =>
            {
                var (alpha, beta, size) = (n.Float("alpha", or: 1e-4f), n.Float("beta", or: 0.75f), n.Int("size", or: 1));
                var s = Ops.Band(n.X * n.X, size, alpha / size, transposed: false) + n.Float("bias", or: 1);
                return (dY * Ops.NegativePower(s, beta)) - (n.X * Ops.Band(dY * n.Y / s, size, 2 * alpha * beta / size, transposed: true));
            }),
            Note = "Y = X·S^−β with S = bias + α/size·Σ X² over neighbouring channels, so dX = dY·S^−β − 2αβ/size·X·Σ dY·Y/S over the channels that see X.",
        },
    ];

    static IReadOnlyList<Shape?> BatchNormalization(Node node)
    {
        CheckChannels(node, leastRank: 2);
        return node.Flag("training_mode") ? [node.X.Shape, node[3].Shape, node[4].Shape] : First(node);
    }

    static IReadOnlyList<Shape?> InstanceNormalization(Node node)
    {
        CheckChannels(node, leastRank: 3);
        return First(node);
    }

    /// <summary>Numbers of groups of channels, one for each channel.</summary>
    internal static Value PerChannel(Value ofGroups, int channels) => ofGroups.Shape[0] is var groups && groups == channels ? ofGroups
        : ofGroups.Reshape([groups, 1]).Expand([groups, channels / groups]).Reshape([channels]);

    /// <remarks>Before opset 21 a group has one number, not a channel.</remarks>
    static IReadOnlyList<Shape?> GroupNormalization(Node node)
    {
        CheckRank(node, least: 3);
        var (channels, groups) = (node.X.Shape[1], node.Int("num_groups"));
        return groups > 0 && channels % groups == 0 ? First(node) : throw new GraphException($"{groups} groups do not divide {channels} channels.");
    }

    static void CheckChannels(Node node, int leastRank)
    {
        CheckRank(node, leastRank);
        foreach (var input in node.Inputs.Skip(1))
            if (input is { HasShape: true } && (input.Shape.Rank != 1 || input.Shape[0] != node.X.Shape[1])) throw new GraphException($"'{input.Name}' ({input.Shape}) does not have one number for each of {node.X.Shape[1]} channels.");
    }

    static void CheckRank(Node node, int least)
    {
        if (node.X.Shape.Rank < least) throw new GraphException("it lacks the axes that are normalised.");
    }

    static IReadOnlyList<Shape?> LayerNormalization(Node node)
    {
        var axis = node.X.Shape.Axis(node.Int("axis", or: -1));
        Shape reduced = [.. node.X.Shape.Select((size, i) => i < axis ? size : 1)];
        return [node.X.Shape, reduced, reduced];
    }

    static Region LayerNormalizationField(Step step)
    {
        var first = Axis(step, or: -1);
        return step.Input == 0 ? step.Mixed(axis => axis >= first) : step.Everything;
    }

    static Region GroupNormalizationField(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var channels = step.From[1] / step.Node.Int("num_groups");
        return step.Mixed(axis => axis >= 2).With(1, step.At[1]?.Map(channel => (channel / channels * channels, (channel / channels * channels) + channels - 1)));
    }

    static Region LocalResponse(Step step)
    {
        var reach = Math.Min(step.Node.Int("size") - 1, 2 * step.From[1]);
        return step.At.With(1, step.At[1]?.Map(channel => (channel - (reach / 2), channel + reach - (reach / 2))));
    }

    static Value PerChannel(Node n, Value list) => Ops.Channels(list, n.X.Shape.Rank);

    static bool Trains(Node n) => n.Flag("training_mode");

    static (Value XHat, Value Inverse) BatchNormalized(Node n) => Normalized(n.X, AllButChannels(n.X), n.Float("epsilon", or: 1e-5f));

    static Value BatchInverse(Node n) => 1 / (n[4] + n.Float("epsilon", or: 1e-5f)).Sqrt();

    /// <summary>X̂ and r: X less its mean, times r, which is 1 over its standard deviation.</summary>
    static (Value XHat, Value Inverse) Normalized(Value x, int[] axes, float epsilon)
    {
        var centred = x - x.Mean(axes);
        var inverse = 1 / ((centred * centred).Mean(axes) + epsilon).Sqrt();
        return (centred * inverse, inverse);
    }

    /// <remarks>The operator has mean and r as further outputs; one that has all three is as fast as one that has Y alone.</remarks>
    static (Value XHat, Value Inverse) LayerNormalized(Node n)
    {
        var outputs = n.Graph.EmitAll("LayerNormalization", [.. n.Inputs], n.Attributes, outputs: 3);
        return ((n.X - outputs[1]) * outputs[2], outputs[2]);
    }

    static (Value XHat, Value Inverse) GroupNormalized(Node n)
    {
        var (x, groups) = (n.X.Shape, n.Int("num_groups"));
        return Normalized(n.X.Reshape([x[0], groups, x.Product(1, x.Rank) / groups]), [2], n.Float("epsilon", or: 1e-5f));
    }

    /// <summary>dX = r·(g − mean g − X̂·mean(g·X̂)), with g = ∂L/∂X̂.</summary>
    static Value NormalizedPullback(Value g, Value xHat, Value inverse, int[] axes) => inverse * (g - g.Mean(axes) - (xHat * (g * xHat).Mean(axes)));
}
