namespace Percept.Onnx.Graphs.Inference;

/// <summary>Operators that give the same elements another shape.</summary>
static class Reshaping
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Reshape"] = node => [new(node.X.Type, node[1].Constant is { } target ? Resolve(node.X.Shape, target.To<long>(), node.Flag("allowzero")) : null)],
        ["Flatten"] = Flatten,
        ["Squeeze"] = Squeeze,
        ["Unsqueeze"] = Unsqueeze,
        ["Transpose"] = Transpose,
        ["DepthToSpace"] = DepthToSpace,
        ["SpaceToDepth"] = SpaceToDepth,
    };

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

    /// <summary>The axes named by an input, counted from the start of a tensor of that rank.</summary>
    internal static int[]? Axes(Node node, int input, int rank) => node.Constant(input)?.ToInts() is not { } axes ? null
        : [.. axes.Select(axis => axis >= -rank && axis < rank ? (axis + rank) % rank : throw new GraphException($"there is no axis {axis} among {rank}."))];

    static IReadOnlyList<TensorType> Flatten(Node node)
    {
        var (shape, axis) = (node.X.Shape, node.Int("axis", or: 1));
        if (axis < 0) axis += shape.Rank;
        return [new(node.X.Type, [shape.Product(0, axis), shape.Product(axis, shape.Rank)])];
    }

    static IReadOnlyList<TensorType> Squeeze(Node node)
    {
        var axes = Axes(node, 1, node.X.Shape.Rank) ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Where(axis => node.X.Shape[axis] == 1)];
        if (axes.FirstOrDefault(axis => node.X.Shape[axis] != 1, -1) is var wide and >= 0) throw new GraphException($"axis {wide} has the size {node.X.Shape[wide]}, not 1.");
        return [new(node.X.Type, [.. node.X.Shape.Where((_, axis) => !axes.Contains(axis))])];
    }

    static IReadOnlyList<TensorType> Unsqueeze(Node node)
    {
        var rank = node.X.Shape.Rank + (node[1].Shape.Rank == 0 ? 1 : node[1].Shape[0]);
        var axes = Axes(node, 1, rank)!;
        var rest = new Queue<int>(node.X.Shape);
        return [new(node.X.Type, [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : rest.Dequeue())])];
    }

    static IReadOnlyList<TensorType> Transpose(Node node)
    {
        var order = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, node.X.Shape.Rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, node.X.Shape.Rank))) throw new GraphException($"the order {string.Join(',', order)} is not one of all its axes.");
        return [new(node.X.Type, [.. order.Select(axis => node.X.Shape[axis])])];
    }

    static IReadOnlyList<TensorType> DepthToSpace(Node node)
    {
        var (shape, block) = (node.X.Shape, node.Int("blocksize"));
        if (block <= 0 || shape.Rank != 4 || shape[1] % (block * block) != 0) throw new GraphException($"blocks of {block} do not divide it.");
        if (node.Text("mode", or: "DCR") is not ("DCR" or "CRD") and var mode) throw new GraphException($"its mode is '{mode}', which does not exist.");
        return [new(node.X.Type, [shape[0], shape[1] / (block * block), shape[2] * block, shape[3] * block])];
    }

    static IReadOnlyList<TensorType> SpaceToDepth(Node node)
    {
        var (shape, block) = (node.X.Shape, node.Int("blocksize"));
        if (block <= 0 || shape.Rank != 4 || shape[2] % block != 0 || shape[3] % block != 0) throw new GraphException($"blocks of {block} do not divide it.");
        return [new(node.X.Type, [shape[0], shape[1] * block * block, shape[2] / block, shape[3] / block])];
    }
}
