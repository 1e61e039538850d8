namespace Percept.Onnx.Graphs.Inference;

/// <summary>Operators that make tensors from shapes and numbers.</summary>
static class Generation
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Shape"] = ShapeOf,
        ["Size"] = _ => [new(ElementType.Int64, Shape.Scalar)],
        ["ConstantOfShape"] = node => [new(node.Attributes.Tensor("value")?.Type ?? ElementType.Float32, node[0].Constant is { } shape ? Shape.Of(shape.To<long>()) : null)],
        ["Range"] = Range,
        ["EyeLike"] = node => [node.X.Shape.Rank != 2 ? throw new GraphException("it is not a matrix.") : new(node.Int("dtype") is var type and not 0 ? (ElementType)type : node.X.Type, node.X.Shape)],
        ["OneHot"] = OneHot,
        ["AffineGrid"] = node => [new(node.X.Type, node[1].Constant?.ToInts() is { Length: > 2 } sizes ? [sizes[0], .. sizes[2..], sizes.Length - 2] : null)],
    };

    static IReadOnlyList<TensorType> ShapeOf(Node node)
    {
        var (start, end, _) = Span(node);
        return [new(ElementType.Int64, [end - start])];
    }

    /// <summary>The axes that Shape tells: all, or those from its start up to its end.</summary>
    internal static (int Start, int End, int Rank) Span(Node node)
    {
        var rank = node.X.Shape.Rank;
        int Clamp(int axis) => Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);
        var start = Clamp(node.Int("start"));
        return (start, Math.Max(Clamp(node.Int("end", or: rank)), start), rank);
    }

    static IReadOnlyList<TensorType> Range(Node node)
    {
        if (node.Inputs.Any(input => input!.Constant is null)) return [new(node.X.Type, null)];
        var (start, limit, delta) = (node[0].Constant!.To<double>()[0], node[1].Constant!.To<double>()[0], node[2].Constant!.To<double>()[0]);
        return [new(node.X.Type, [(int)Math.Max(Math.Ceiling((limit - start) / delta), 0)])];
    }

    static IReadOnlyList<TensorType> OneHot(Node node)
    {
        var rank = node.X.Shape.Rank + 1;
        if (node[1].Constant is not { } depth) return [new(node[2].Type, null)];
        var axis = (node.Int("axis", or: -1) + rank) % rank;
        var sizes = node.X.Shape.ToList();
        sizes.Insert(axis, depth.ToInts()[0]);
        return [new(node[2].Type, [.. sizes])];
    }
}
