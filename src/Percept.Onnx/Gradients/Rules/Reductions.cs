using Percept.Onnx.Graphs;
using static Percept.Onnx.Graphs.Inference.Reductions;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    // Expand costs nothing where a product takes it up.
    internal static readonly Rule ReduceSum = new((n, dY) => Kept(n, dY).Expand(n.X.Shape));
    internal static readonly Rule ReduceMean = new((n, dY) => (Kept(n, dY) * ((double)n.Y.Shape.Elements / n.X.Shape.Elements)).Expand(n.X.Shape));
    internal static readonly Rule ReduceL1 = new((n, dY) => Ops.Sign(n.X) * Kept(n, dY));
    internal static readonly Rule ReduceSumSquare = new((n, dY) => 2 * n.X * Kept(n, dY));
    internal static readonly Rule ReduceLogSum = new((n, dY) => (Kept(n, dY) / Kept(n, n.Y).Exp()).Expand(n.X.Shape));
    internal static readonly Rule ReduceLogSumExp = new((n, dY) => (n.X - Kept(n, n.Y)).Exp() * Kept(n, dY));

    /// <remarks>X/Y, and 0 where Y is 0.</remarks>
    internal static readonly Rule ReduceL2 = new((n, dY) => n.X / Ops.Of("Max", Kept(n, n.Y), n.X.Scalar(1.17549435e-38)) * Kept(n, dY));

    /// <remarks>Elements that tie share dY.</remarks>
    internal static readonly Rule ReduceMax = new((n, dY) => Ops.Share(Kept(n, dY), Ops.AtTop(n.X - Kept(n, n.Y)), AxesOf(n)));
    internal static readonly Rule ReduceMin = new((n, dY) => Ops.Share(Kept(n, dY), Ops.AtTop(Kept(n, n.Y) - n.X), AxesOf(n)));
    internal static readonly Rule GlobalMaxPool = new((n, dY) => Ops.Share(dY, Ops.AtTop(n.X - n.Y), SpatialAxes(n.X)));

    internal static readonly Rule GlobalLpPool = new((n, dY) => PowerNormPullback(n, share => share * dY));

    /// <remarks>Multiplied by halves, so that elements of 0 have their derivative too.</remarks>
    internal static readonly Rule ReduceProd = Rule.Through(1, n => Ops.Product(n.X, AxesOf(n)).Reshape(n.Y.Shape));

    internal static readonly Rule GlobalAveragePool = new((n, dY) => (dY / n.X.Shape.Product(2, n.X.Shape.Rank)).Expand(n.X.Shape));

    /// <remarks>With Y = (Σ |X|ᵖ)^(1/p): sign X·|X|^(p−1)·(dY/Y^(p−1)), and 0 where Y is 0.</remarks>
    static Value PowerNormPullback(Node n, Func<Value, Value> pullback)
    {
        var p = n.Int("p", or: 2);
        if (p == 1) return Ops.Sign(n.X) * pullback(n.Y.Scalar(1));
        var share = Ops.Of("Max", n.Y, n.Y.Scalar(1e-12)).Pow(1 - p);
        return (p == 2 ? n.X : Ops.Sign(n.X) * Ops.Of("Abs", n.X).Pow(p - 1)) * pullback(share);
    }

    static int[] SpatialAxes(Value x) => [.. Enumerable.Range(2, x.Shape.Rank - 2)];

    /// <summary>The axes that a reduction took away, put back with the size 1.</summary>
    static Value Kept(Node n, Value reduced) => AxesOf(n) is var axes && reduced.Shape.Rank == n.X.Shape.Rank ? reduced
        : reduced.Reshape([.. n.X.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)]);
}
