using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Operators.Axes;

namespace Percept.Onnx.Operators;

/// <summary>Pools over windows, and over all positions.</summary>
static class Pools
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("MaxPool")
        {
            Infer = node => [Pool(node), Pool(node)],
            Type = Types.After(1, ElementType.Int64),
            FirstOptionalOutput = 1,
            ReceptiveField = PoolField,
            Traits = Traits.Windowed,
            Rule = new((n, dY) => n.Window().Tiles(n.X.Shape, n.Y.Shape)
                ? Ops.MaxTilesAdjoint(n.X, n.Y, dY, n.Window().Kernel)
                : Ops.MaxPoolAdjoint(n, dY)),
            Note = "dY goes where the maximum came from. Where windows tile the input, elements that tie share it; else the first takes it.",
        },
        new("AveragePool")
        {
            Infer = node => [Pool(node)],
            ReceptiveField = PoolField,
            Traits = Traits.Windowed,
            Rule = new((n, dY) => Ops.SumPoolAdjoint(Ops.Averaged(dY, n.Window(), n.X.Shape, padsCount: n.Flag("count_include_pad")), n.Window(), n.X.Shape)),
            Note = "Each dY, divided by how many elements its window averaged, goes to all of them.",
        },
        new("LpPool") { Traits = Traits.Windowed, Infer = node => [Pool(node)], ReceptiveField = PoolField, Rule = new((n, dY) => PowerNormPullback(n, share => Ops.SumPoolAdjoint(dY * share, n.Window(), n.X.Shape))) },
        new("MaxUnpool")
        {
            Infer = MaxUnpool,
            Rule = new((n, dY) => dY.Graph.Emit("Gather", [dY.Reshape([checked((int)dY.Shape.Elements)]), n[1]])),
            Note = "Each element comes from the place its index names, in the whole tensor.",
        },
        new("GlobalAveragePool") { Traits = Traits.Global | Traits.KeepsOrder, Infer = Global, ReceptiveField = Space, Rule = new((n, dY) => (dY / n.X.Shape.Product(2, n.X.Shape.Rank)).Expand(n.X.Shape)) },
        new("GlobalMaxPool") { Traits = Traits.Global, Infer = Global, ReceptiveField = Space, Rule = new((n, dY) => Ops.Share(dY, Ops.AtTop(n.X - n.Y), SpatialAxes(n.X))) },
        new("GlobalLpPool") { Traits = Traits.Global, Infer = Global, ReceptiveField = Space, Rule = new((n, dY) => PowerNormPullback(n, share => share * dY)) },
    ];

    static IReadOnlyList<Shape?> MaxUnpool(Node node)
    {
        if (node.Optional(2) is { } shape) return [shape.Constant is { } sizes ? Shape.Of(sizes.To<long>()) : null];
        var (x, window) = (node.X.Shape, node.Window());
        return [[x[0], x[1], .. window.Kernel.Select((size, axis) => (window.Strides[axis] * (x[axis + 2] - 1)) + size - window.Before[axis] - window.After[axis])]];
    }

    static Shape Pool(Node node)
    {
        var window = node.Window();
        if (Enumerable.Range(0, window.Rank).Any(axis => Math.Max(window.Before[axis], window.After[axis]) >= window.Kernel[axis])) throw new GraphException("its pads must be smaller than its kernel, or some windows would see nothing.");
        return [node.X.Shape[0], node.X.Shape[1], .. window.OutputSizes(node.X.Shape)];
    }

    static IReadOnlyList<Shape?> Global(Node node) => [[.. node.X.Shape.Select((size, axis) => axis < 2 ? size : 1)]];

    static Region PoolField(Step step)
    {
        var window = Windows.Of(step.Node);
        return new(step.At.Axes.Select((set, axis) => axis < 2 ? set : Windows.Taps(set, window, axis - 2)));
    }

    /// <remarks>With Y = (Σ |X|ᵖ)^(1/p): sign X·|X|^(p−1)·(dY/Y^(p−1)), and 0 where Y is 0.</remarks>
    static Value PowerNormPullback(Node n, Func<Value, Value> pullback)
    {
        var p = n.Int("p", or: 2);
        if (p == 1) return Ops.Sign(n.X) * pullback(n.Y.Scalar(1));
        var share = Ops.Of("Max", n.Y, n.Y.Scalar(1e-12)).Pow(1 - p);
        return (p == 2 ? n.X : Ops.Sign(n.X) * Ops.Of("Abs", n.X).Pow(p - 1)) * pullback(share);
    }
}
