using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Folding;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>Operators that pick elements by their indices.</summary>
static class Gathering
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Gather")
        {
            Infer = Gather,
            ReceptiveField = GatherField,
            Rule = new((n, dY) =>
            {
                var (x, axis) = (n.X.Shape, n.X.Shape.Axis(n.Int("axis")));
                var (outer, size, inner) = (x.Product(0, axis), x[axis], x.Product(axis + 1, x.Rank));
                var rows = dY.Reshape([outer, (int)n[1].Shape.Elements, inner]);
                if (n[1].Constant is { Length: 1 } index) return Ops.Spread(rows, 1, (index.ToInts()[0] + size) % size, 1, size).Reshape(x);
                var indices = n[1].Cast(ElementType.Int64).Reshape([1, rows.Shape[1], 1]).Expand(rows.Shape);
                return Ops.ScatterAdd(Ops.Zeros(dY, [outer, size, inner]), indices, rows, axis: 1).Reshape(x);
            }),
            Fold = Picking.Gather,
            Parameters = [ParameterRole.Weight],
            Traits = Traits.Picking,
            Note = "Each dY is added to the element it was gathered from.",
        },
        new("GatherElements") { Infer = node => [node[1].Shape], Rule = new((n, dY) => Ops.ScatterAdd(Ops.Zeros(dY, n.X.Shape), n[1], dY, n.Int("axis"))) },
        new("GatherND")
        {
            Infer = GatherND,
            Rule = new((n, dY) =>
            {
                var (x, batch, depth) = (n.X.Shape, n.Int("batch_dims"), n[1].Shape[-1]);
                var (outer, inner) = (x.Product(0, batch), x.Product(batch + depth, x.Rank));
                var place = Places(n[1], [.. x.Skip(batch).Take(depth)]).Reshape([outer, (n[1].Shape.Product(0, n[1].Shape.Rank - 1) / outer), 1]);
                var rows = dY.Reshape([outer, place.Shape[1], inner]);
                return Ops.ScatterAdd(Ops.Zeros(dY, [outer, x.Product(batch, batch + depth), inner]), place.Expand(rows.Shape), rows, axis: 1).Reshape(x);
            }),
            Note = "Each dY is added to the element it was gathered from, which one number tells within its part of the batch.",
        },
        new("TopK") { Infer = TopK, Type = Types.After(1, ElementType.Int64), ReceptiveField = Axes.Line, Rule = new((n, dY) => Ops.ScatterAdd(Ops.Zeros(dY, n.X.Shape), n.Output(1), dY, n.Int("axis", or: -1))) },
        new("ReverseSequence") { Infer = First, Rule = new((n, dY) => dY.Graph.Emit("ReverseSequence", [dY, n[1]], n.Attributes)) },
        new("Trilu") { Infer = First, ReceptiveField = OfFirst, Rule = new((n, dY) => dY.Graph.Emit("Trilu", [dY, n.Optional(1)], n.Attributes)) },
        new("OneHot") { Infer = OneHot, Type = Types.Of(input: 2), ReceptiveField = OneHotField, Rule = Rule.Constant },
    ];

    /// <summary>Indices with a number for each of some axes, as one number each: the place in row-major order.</summary>
    internal static Value Places(Value indices, int[] sizes)
    {
        var index = indices.Cast(ElementType.Int64);
        index = Ops.Of("Where", Ops.Of("Less", index, index.Scalar(0)), index + index.Vector(sizes), index);
        return (index * index.Vector([.. sizes.Select((_, axis) => sizes.Skip(axis + 1).Aggregate(1, (product, size) => product * size))])).Sum([-1], keepDims: false);
    }

    static IReadOnlyList<Shape?> Gather(Node node)
    {
        var axis = node.X.Shape.Axis(node.Int("axis"));
        return [[.. node.X.Shape.Take(axis), .. node[1].Shape, .. node.X.Shape.Skip(axis + 1)]];
    }

    static IReadOnlyList<Shape?> GatherND(Node node)
    {
        var (x, at, batch) = (node.X.Shape, node[1].Shape, node.Int("batch_dims"));
        return [[.. at.SkipLast(1), .. x.Skip(batch + at[-1])]];
    }

    static IReadOnlyList<Shape?> TopK(Node node)
    {
        if (node[1].Shape is not { Rank: 1, Elements: 1 }) throw new GraphException("its K must be one number in a vector.");
        if (node[1].Constant is not { } k) return [null, null];
        var shape = node.X.Shape.With(node.Int("axis", or: -1), k.Whole);
        return [shape, shape];
    }

    static IReadOnlyList<Shape?> OneHot(Node node)
    {
        var rank = node.X.Shape.Rank + 1;
        if (node[1].Constant is not { } depth) return [null];
        var axis = (node.Int("axis", or: -1) + rank) % rank;
        var sizes = node.X.Shape.ToList();
        sizes.Insert(axis, depth.Whole);
        return [[.. sizes]];
    }

    static Region GatherField(Step step)
    {
        var (axis, indices) = (step.Node.X.Shape.Axis(step.Node.Int("axis")), step.Node[1]);
        var chosen = new Region(step.At.Axes.Skip(axis).Take(indices.Shape.Rank));
        if (step.Input == 1) return chosen;
        return new([.. step.At.Axes.Take(axis), Rows(), .. step.At.Axes.Skip(axis + indices.Shape.Rank)]);

        IndexSet? Rows()
        {
            if (indices.Constant is not { } constant || indices.Shape.Elements == 0) return step.All(axis);
            var (rows, size) = (constant.ToInts(), step.From[axis]);
            var places = Regrouping.Of([rows.Length], indices.Shape, new(chosen.Axes.Select((set, i) => set ?? Step.Whole(indices.Shape, step.Borders)[i])), step.Borders)[0];
            return places?.Map(place => (int)(((long)rows[Math.Clamp(place, 0, rows.Length - 1)] + size) % size));
        }
    }

    static Region OneHotField(Step step)
    {
        var axis = step.Node.Int("axis", or: -1);
        if (axis < 0) axis += step.To.Rank;
        return step.Input == 0 ? new(step.At.Axes.Where((_, i) => i != axis)) : step.Everything;
    }
}
