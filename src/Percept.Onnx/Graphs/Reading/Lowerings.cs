namespace Percept.Onnx.Graphs.Reading;

/// <summary>Operators of ONNX that others can express, and that are read as these.</summary>
static class Lowerings
{
    internal static IReadOnlyList<Value> Emit(Application node) => node.Operator switch
    {
        "QLinearConv" => Requantized(node, QLinearConv(node)),
        "QLinearMatMul" => Requantized(node, Dequantized(node, 0, -1).MatMul(Dequantized(node, 3, -1))),
        _ => CenterCropPad(node),
    };

    /// <summary>The convolution of the numbers that the integers stand for.</summary>
    static Value QLinearConv(Application node)
    {
        var (x, w) = (Dequantized(node, 0, 1), Dequantized(node, 3, 0));
        var bias = node.Optional(8) is { } whole ? whole.Cast(ElementType.Float32) * (node[1].Reshape(Shape.Scalar) * node[4]) : null;
        return node.Graph.Emit("Conv", [x, w, bias], node.Attributes);
    }

    static Value Dequantized(Application node, int first, int axis) =>
        node.Graph.Emit("DequantizeLinear", [node[first], node[first + 1], node.Optional(first + 2)], new() { ["axis"] = axis });

    static IReadOnlyList<Value> Requantized(Application node, Value real) =>
        node.Graph.EmitAll("QuantizeLinear", [real, node[6], node.Optional(7)], Attributes.None, 1, node.Name, node.Outputs);

    static IReadOnlyList<Value> CenterCropPad(Application node)
    {
        if (node[1].Constant is not { } wanted) return node.Emit();
        var shape = node.X.Shape;
        var axes = node.Attributes.Ints("axes") ?? [.. Enumerable.Range(0, shape.Rank)];
        var (before, after) = (new int[shape.Rank], new int[shape.Rank]);
        foreach (var (axis, size) in axes.Zip(wanted.ToInts()))
        {
            // Half of what is added or cut, rounded down, comes before.
            var (at, change) = (shape.Axis(axis), size - shape[axis]);
            before[at] = change / 2;
            after[at] = change - before[at];
        }

        return [node.X.Pad(before, after)];
    }
}
