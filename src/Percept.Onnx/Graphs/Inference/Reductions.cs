namespace Percept.Onnx.Graphs.Inference;

/// <summary>Operators that leave one element of each line along some axes.</summary>
static class Reductions
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["ReduceL1"] = Reduce,
        ["ReduceL2"] = Reduce,
        ["ReduceLogSum"] = Reduce,
        ["ReduceLogSumExp"] = Reduce,
        ["ReduceMax"] = Reduce,
        ["ReduceMean"] = Reduce,
        ["ReduceMin"] = Reduce,
        ["ReduceProd"] = Reduce,
        ["ReduceSum"] = Reduce,
        ["ReduceSumSquare"] = Reduce,
        ["ArgMax"] = Arg,
        ["ArgMin"] = Arg,
    };

    /// <summary>The axes a node reduces, counted from the start.</summary>
    internal static int[] AxesOf(Node node) => Reshaping.Axes(node, 1, node.X.Shape.Rank) is { Length: > 0 } axes ? axes
        : node.Flag("noop_with_empty_axes") ? [] : [.. Enumerable.Range(0, node.X.Shape.Rank)];

    static IReadOnlyList<TensorType> Reduce(Node node) => [new(node.X.Type, Reduced(node, AxesOf(node)))];

    static IReadOnlyList<TensorType> Arg(Node node) => [new(ElementType.Int64, Reduced(node, [node.X.Shape.Axis(node.Int("axis"))]))];

    static Shape Reduced(Node node, int[] axes) => node.Flag("keepdims", or: true)
        ? [.. node.X.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)]
        : [.. node.X.Shape.Where((_, axis) => !axes.Contains(axis))];
}
