using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>Linear in X, W and B: its adjoints in X and in W, and the sum of dY.</remarks>
    internal static readonly Rule Conv = new(
        (n, dY) => Ops.ConvAdjoint(dY, n[1], n.Window(), n.X.Shape),
        (n, dY) => Ops.ConvWeights(n.X, dY, n.Window(), n[1].Shape),
        (_, dY) => SumOfChannels(dY));

    /// <remarks>The adjoint of a convolution; so its own adjoint is that convolution, and in W the two sides trade places.</remarks>
    internal static readonly Rule ConvTranspose = new(
        (n, dY) => Ops.Conv(dY, n[1], n.TransposedWindow(), [.. n.X.Shape.Skip(2)]),
        (n, dY) => Ops.ConvWeights(dY, n.X, n.TransposedWindow(), n[1].Shape),
        (_, dY) => SumOfChannels(dY));

    static Value SumOfChannels(Value dY) => dY.Sum(AllButChannels(dY), keepDims: false);

    static int[] AllButChannels(Value x) => [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => axis != 1)];
}
