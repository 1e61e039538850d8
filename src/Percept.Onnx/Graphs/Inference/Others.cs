namespace Percept.Onnx.Graphs.Inference;

/// <summary>Recurrent layers, losses, quantised products, and what else there is few of.</summary>
static class Others
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["RNN"] = Recurrent,
        ["GRU"] = Recurrent,
        ["LSTM"] = Recurrent,
        ["NegativeLogLikelihoodLoss"] = Loss,
        ["SoftmaxCrossEntropyLoss"] = Loss,
        ["MatMulInteger"] = node => [new(ElementType.Int32, Products.MatMul(node[0].Shape, node[1].Shape))],
        ["QLinearMatMul"] = node => [new(node[7].Type, Products.MatMul(node[0].Shape, node[3].Shape))],
        ["DynamicQuantizeLinear"] = node => [new(ElementType.UInt8, node.X.Shape), new(ElementType.Float32, Shape.Scalar), new(ElementType.UInt8, Shape.Scalar)],
        ["Det"] = node => [new(node.X.Type, [.. node.X.Shape.SkipLast(2)])],
        ["BlackmanWindow"] = Window,
        ["HammingWindow"] = Window,
        ["HannWindow"] = Window,
    };

    /// <summary>All states, the last one, and for LSTM the last cell; weights are directions x gates x inputs, and a layout of 1 has the batch first.</summary>
    static IReadOnlyList<TensorType> Recurrent(Node node)
    {
        var (x, directions, hidden) = (node.X.Shape, node[1].Shape[0], node[2].Shape[2]);
        var batchFirst = node.Flag("layout");
        var (steps, batch) = batchFirst ? (x[1], x[0]) : (x[0], x[1]);
        var last = new TensorType(node.X.Type, batchFirst ? [batch, directions, hidden] : [directions, batch, hidden]);
        return [new(node.X.Type, batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]), last, last];
    }

    /// <summary>One number, or one for each label, and the logarithms of the probabilities.</summary>
    static IReadOnlyList<TensorType> Loss(Node node) => [new(node.X.Type, node.Text("reduction", or: "mean") == "none" ? node[1].Shape : Shape.Scalar), node.X.TensorType];

    static IReadOnlyList<TensorType> Window(Node node) =>
        [new(node.Int("output_datatype") is var type and not 0 ? (ElementType)type : ElementType.Float32, node[0].Constant is { } size ? [size.ToInts()[0]] : null)];
}
