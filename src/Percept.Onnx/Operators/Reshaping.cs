using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Folding;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Graphs.Folding.Evaluation;
using static Percept.Onnx.Operators.Axes;

namespace Percept.Onnx.Operators;

/// <summary>Operators that give the same elements another shape, or another order.</summary>
static class Reshaping
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Reshape")
        {
            Infer = node => [node[1].Constant is { } target ? Resolve(node.X.Shape, target.To<long>(), node.Flag("allowzero")) : null],
            ReceptiveField = ReshapeField,
            Rule = new((n, dY) => dY.Reshape(n.X.Shape)),
            Simplify = Simplifications.Reshape,
            Fold = Reshaped,
            Traits = Traits.Rearranging | Traits.KeepsOrder,
            Note = "The same elements, in the shape they came from.",
        },
        new("Flatten")
        {
            Infer = Flatten,
            ReceptiveField = ReshapeField,
            Rule = new((n, dY) => dY.Reshape(n.X.Shape)),
            Fold = Reshaped,
            Traits = Traits.Rearranging | Traits.KeepsOrder,
            Note = "The same elements, in the shape they came from.",
        },
        new("Squeeze")
        {
            Infer = Squeeze,
            ReceptiveField = ReshapeField,
            Rule = new((n, dY) => dY.Reshape(n.X.Shape)),
            Fold = Reshaped,
            Traits = Traits.Rearranging | Traits.KeepsOrder,
            Note = "The same elements, in the shape they came from.",
        },
        new("Unsqueeze")
        {
            Infer = Unsqueeze,
            ReceptiveField = ReshapeField,
            Rule = new((n, dY) => dY.Reshape(n.X.Shape)),
            Fold = Reshaped,
            Traits = Traits.Rearranging,
            Note = "The same elements, in the shape they came from.",
        },
        new("Transpose")
        {
            Infer = Transpose,
            ReceptiveField = step => Moved(step.At, step.Node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, step.From.Rank).Reverse()]),
            Rule = new((n, dY) => dY.Transpose(n.Attributes.Ints("perm") is { } order
                ? [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))]
                : [.. Enumerable.Range(0, dY.Shape.Rank).Reverse()])),
            Simplify = Simplifications.Transpose,
            Fold = Picking.Transpose,
            Traits = Traits.Rearranging,
        },
        new("DepthToSpace")
        {
            Infer = DepthToSpace,
            ReceptiveField = DepthToSpaceField,
            Rule = new((n, dY) =>
            {
                var (x, block) = (n.X.Shape, n.Int("blocksize"));
                return n.Text("mode", or: "DCR") == "DCR" ? dY.Graph.Emit("SpaceToDepth", [dY], new() { ["blocksize"] = block })
                    : dY.Reshape([x[0], dY.Shape[1], x[2], block, x[3], block]).Transpose(0, 1, 3, 5, 2, 4).Reshape(x);
            }),
            Traits = Traits.Upsampling,
        },
        new("SpaceToDepth") { Infer = SpaceToDepth, ReceptiveField = SpaceToDepthField, Rule = new((n, dY) => dY.Graph.Emit("DepthToSpace", [dY], new() { ["blocksize"] = n.Int("blocksize"), ["mode"] = "DCR" })) },
    ];

    /// <summary>The shape that Reshape's second input asks for: 0 keeps an axis, -1 takes what is left.</summary>
    internal static Shape Resolve(Shape from, long[] target, bool allowZero)
    {
        var sizes = new long[target.Length];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = target[i] == 0 && !allowZero
                ? i < from.Rank ? from[i] : throw new GraphException($"the target keeps axis {i}, which {from} does not have.")
                : target[i];

        var open = Array.IndexOf(sizes, -1);
        if (open >= 0)
        {
            var others = sizes.Where((_, i) => i != open).Aggregate(1L, (product, size) => checked(product * size));
            sizes[open] = others <= 0 ? 0 : from.Elements / others;
        }

        var shape = Shape.Of(sizes);
        return shape.Elements == from.Elements ? shape
            : throw new GraphException($"{from.Elements} elements ({from}) cannot be given the shape {string.Join('x', target)}.");
    }

    static IReadOnlyList<Shape?> Flatten(Node node)
    {
        var (shape, axis) = (node.X.Shape, node.Int("axis", or: 1));
        if (axis < 0) axis += shape.Rank;
        return [[shape.Product(0, axis), shape.Product(axis, shape.Rank)]];
    }

    static IReadOnlyList<Shape?> Squeeze(Node node)
    {
        var axes = Named(node, 1, node.X.Shape.Rank) ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Where(axis => node.X.Shape[axis] == 1)];
        if (axes.FirstOrDefault(axis => node.X.Shape[axis] != 1, -1) is var wide and >= 0) throw new GraphException($"axis {wide} has the size {node.X.Shape[wide]}, not 1.");
        return [[.. node.X.Shape.Where((_, axis) => !axes.Contains(axis))]];
    }

    static IReadOnlyList<Shape?> Unsqueeze(Node node)
    {
        var rank = node.X.Shape.Rank + (node[1].Shape.Rank == 0 ? 1 : node[1].Shape[0]);
        var axes = Named(node, 1, rank) ?? throw new GraphException($"{node} does not say which axes it adds.");
        if (axes.Distinct().Count() != rank - node.X.Shape.Rank) throw new GraphException($"its axes {string.Join(", ", axes)} are not {rank - node.X.Shape.Rank} different ones.");
        var rest = new Queue<int>(node.X.Shape);
        return [[.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : rest.Dequeue())]];
    }

    static IReadOnlyList<Shape?> Transpose(Node node)
    {
        var order = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, node.X.Shape.Rank))) throw new GraphException($"the order {string.Join(',', order)} is not one of all its axes.");
        return [[.. order.Select(axis => node.X.Shape[axis])]];
    }

    static IReadOnlyList<Shape?> DepthToSpace(Node node)
    {
        var (shape, block) = (node.X.Shape, node.Int("blocksize"));
        if (block <= 0 || shape.Rank != 4 || shape[1] % (block * block) != 0) throw new GraphException($"blocks of {block} do not divide it.");
        if (node.Text("mode", or: "DCR") is not ("DCR" or "CRD") and var mode) throw new GraphException($"its mode is '{mode}', which does not exist.");
        return [[shape[0], shape[1] / (block * block), shape[2] * block, shape[3] * block]];
    }

    static IReadOnlyList<Shape?> SpaceToDepth(Node node)
    {
        var (shape, block) = (node.X.Shape, node.Int("blocksize"));
        if (block <= 0 || shape.Rank != 4 || shape[2] % block != 0 || shape[3] % block != 0) throw new GraphException($"blocks of {block} do not divide it.");
        return [[shape[0], shape[1] * block * block, shape[2] / block, shape[3] / block]];
    }

    static Region? ReshapeField(Step step) => step.Input == 0 ? Regrouping.Of(step.From, step.To, step.At, step.IsFilled) : null;

    static Region Moved(Region at, int[] order) => new(Enumerable.Range(0, order.Length).Select(axis => at[Array.IndexOf(order, axis)]));

    /// <remarks>As ONNX defines it: the channels are split into blocks and others, moved, and merged with rows and columns.</remarks>
    static Region DepthToSpaceField(Step step)
    {
        var (x, block) = (step.From, step.Node.Int("blocksize"));
        var depth = x[1] / (block * block);
        var columnsFirst = step.Node.Text("mode", or: "DCR") == "DCR";
        Shape split = columnsFirst ? [x[0], block, block, depth, x[2], x[3]] : [x[0], depth, block, block, x[2], x[3]];
        int[] order = columnsFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
        return Cut(step, split, order);
    }

    static Region SpaceToDepthField(Step step)
    {
        var (x, block) = (step.From, step.Node.Int("blocksize"));
        return Cut(step, [x[0], x[1], x[2] / block, block, x[3] / block, block], [0, 3, 5, 1, 2, 4]);
    }

    static Region Cut(Step step, Shape split, int[] order)
    {
        Shape moved = [.. order.Select(axis => split[axis])];
        return Regrouping.Of(step.From, split, Moved(Regrouping.Of(moved, step.To, step.At, step.IsFilled), order), step.IsFilled);
    }
}
