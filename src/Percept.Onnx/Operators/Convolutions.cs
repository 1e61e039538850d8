using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Operators.Axes;

namespace Percept.Onnx.Operators;

/// <summary>Convolutions and their adjoints.</summary>
static class Convolutions
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Conv")
        {
            Infer = Conv,
            ReceptiveField = ConvField,
            Rule = new(
                (n, dY) => Ops.ConvAdjoint(dY, n[1], n.Window(), n.X.Shape),
                (n, dY) => Ops.ConvWeights(n.X, dY, n.Window(), n[1].Shape),
                (_, dY) => SumOfChannels(dY)),
            Parameters = [null, ParameterRole.Weight, ParameterRole.Bias],
            Traits = Traits.Weighted | Traits.Windowed,
            Note = "Linear in X, W and B: its adjoints in X and in W, and the sum of dY.",
        },
        new("ConvTranspose")
        {
            Infer = ConvTranspose,
            ReceptiveField = ConvTransposeField,
            Rule = new(
                (n, dY) => dY.Convolve(n[1], n.TransposedWindow(), [.. n.X.Shape.Skip(2)]),
                (n, dY) => Ops.ConvWeights(dY, n.X, n.TransposedWindow(), n[1].Shape),
                (_, dY) => SumOfChannels(dY)),
            Parameters = [null, ParameterRole.Weight, ParameterRole.Bias],
            Traits = Traits.Upsampling | Traits.Weighted | Traits.Windowed,
            Note = "The adjoint of a convolution; so its own adjoint is that convolution, and in W the two sides trade places.",
        },
        new("ConvInteger") { Type = Types.Always(ElementType.Int32) },
        new("QLinearConv") { Type = Types.Of(input: 7) },
    ];

    static IReadOnlyList<Shape?> Conv(Node node)
    {
        var (x, w, window) = (node.X.Shape, node[1].Shape, node.Window());
        if (w.Rank != x.Rank) throw new GraphException($"weights of shape {w} do not go with {x.Rank} axes.");
        if (window.Group <= 0 || x[1] != w[1] * window.Group || w[0] % window.Group != 0)
            throw new GraphException($"weights of shape {w} in {window.Group} group(s) do not go with {x[1]} channels.");
        if (node.Optional(2) is { } bias && (bias.Shape.Rank != 1 || bias.Shape[0] != w[0])) throw new GraphException($"a bias of shape {bias.Shape} does not go with {w[0]} filters.");
        return [[x[0], w[0], .. window.OutputSizes(x)]];
    }

    static IReadOnlyList<Shape?> ConvTranspose(Node node)
    {
        var (x, w, window) = (node.X.Shape, node[1].Shape, node.TransposedWindow());
        if (w.Rank != x.Rank || x[1] != w[0] || window.Group <= 0 || x[1] % window.Group != 0) throw new GraphException($"weights of shape {w} do not go with {x[1]} channels in {window.Group} group(s).");
        var sizes = Enumerable.Range(0, window.Rank).Select(i =>
            (window.Strides[i] * (x[i + 2] - 1)) + window.OutputPadding[i] + window.Extent(i) - window.Before[i] - window.After[i]);
        return [[x[0], w[1] * window.Group, .. sizes]];
    }

    static Region ConvField(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var window = Windows.Of(step.Node);
        return new(step.At.Axes.Select((set, axis) => axis == 0 ? set : axis == 1 ? Windows.Channels(step, window.Group) : Windows.Taps(set, window, axis - 2)));
    }

    static Region ConvTransposeField(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var window = Windows.Of(step.Node);
        return new(step.At.Axes.Select((set, axis) => axis == 0 ? set : axis == 1 ? Windows.Channels(step, window.Group) : Windows.Sources(set, window, axis - 2)));
    }
}
