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

    internal static readonly Rule GlobalAveragePool = new((n, dY) => (dY / n.X.Shape.Product(2, n.X.Shape.Rank)).Expand(n.X.Shape));

    static int[] SpatialAxes(Value x) => [.. Enumerable.Range(2, x.Shape.Rank - 2)];

    /// <summary>The axes that a reduction took away, put back with the size 1.</summary>
    static Value Kept(Node n, Value reduced) => AxesOf(n) is var axes && reduced.Shape.Rank == n.X.Shape.Rank ? reduced
        : reduced.Reshape([.. n.X.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)]);
}
