namespace Percept.Onnx.Graphs.Inference;

/// <summary>Matrix products.</summary>
static class Products
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["MatMul"] = node => [new(node.X.Type, MatMul(node[0].Shape, node[1].Shape))],
        ["Gemm"] = Gemm,
        ["Einsum"] = node => [new(node.X.Type, EinsumEquation.Of(node) is var equation ? [.. equation.Output.Select(letter => equation.Size(node, letter))] : null)],
    };

    internal static Shape MatMul(Shape a, Shape b)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new GraphException("a scalar has no matrix product.");
        Shape left = a.Rank == 1 ? [1, a[0]] : a, right = b.Rank == 1 ? [b[0], 1] : b;
        if (left[-1] != right[-2]) throw new GraphException($"the inner sizes {left[-1]} and {right[-2]} differ.");
        var batch = Shape.Broadcast([.. left.SkipLast(2)], [.. right.SkipLast(2)]);
        return [.. batch, .. a.Rank == 1 ? (int[])[] : [left[-2]], .. b.Rank == 1 ? (int[])[] : [right[-1]]];
    }

    static IReadOnlyList<TensorType> Gemm(Node node)
    {
        var (a, b) = (node[0].Shape, node[1].Shape);
        if (a.Rank != 2 || b.Rank != 2) throw new GraphException("both must be matrices.");
        var (m, k) = node.Flag("transA") ? (a[1], a[0]) : (a[0], a[1]);
        var (inner, n) = node.Flag("transB") ? (b[1], b[0]) : (b[0], b[1]);
        if (k != inner) throw new GraphException($"the inner sizes {k} and {inner} differ.");
        if (node.Optional(2) is { } c && !c.Shape.BroadcastsTo([m, n])) throw new GraphException($"a summand of shape {c.Shape} does not go with {m}x{n}.");
        return [new(node.X.Type, [m, n])];
    }
}
