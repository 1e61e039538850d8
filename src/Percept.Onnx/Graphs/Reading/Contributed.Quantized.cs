namespace Percept.Onnx.Graphs.Reading;

static partial class Contributed
{
    static Dictionary<string, Func<Application, IReadOnlyList<Value>?>> QuantizedTable => new(StringComparer.Ordinal)
    {
        ["QuantizeLinear"] = node => [Of(node, "QuantizeLinear", node.Inputs, node.Attributes)],
        ["DequantizeLinear"] = node => [Quantized.Real(node, 0, node.Attributes.Int("axis", or: 1))],
        ["QLinearAdd"] = node => Requantized(node, Real(node, 0) + Real(node, 3), 6),
        ["QLinearMul"] = node => Requantized(node, Real(node, 0) * Real(node, 3), 6),
        ["QLinearSigmoid"] = node => Requantized(node, Of(node, "Sigmoid", [Real(node, 0)]), 3),
        ["QLinearLeakyRelu"] = node => Requantized(node, Of(node, "LeakyRelu", [Real(node, 0)], node.Attributes), 3),
        ["QLinearSoftmax"] = node => Requantized(node, Of(node, "Softmax", [Real(node, 0)], new() { ["axis"] = node.Attributes.Int("axis", or: -1) }), 3),
        ["QLinearAveragePool"] = node => Requantized(node, Pooled(node, x => Of(node, "AveragePool", [x], node.Attributes.Without("channels_last"))), 3),
        ["QLinearGlobalAveragePool"] = node => Requantized(node, Pooled(node, x => Of(node, "GlobalAveragePool", [x])), 3),
        ["QLinearReduceMean"] = node => Requantized(node, Real(node, 0).Mean(node.Attributes.Ints("axes") ?? [], node.Attributes.Int("keepdims", or: 1) != 0), 3),
        ["QLinearConcat"] = node => Requantized(node, Of(node, "Concat", [.. Enumerable.Range(0, (node.Inputs.Length - 2) / 3).Select(i => Real(node, 2 + (3 * i)))], node.Attributes), 0),
        ["QLinearWhere"] = node => Requantized(node, Of(node, "Where", [node.X, Real(node, 1), Real(node, 4)]), 7),
        ["QLinearConv"] = node => Quantized.Of(node with { Operator = "QLinearConv" }),
        ["QGemm"] = QGemm,
        ["QAttention"] = node => One(node.Optional(5) is not null || node.Optional(8) is not null ? null
            : Attentions.Projected(node, Real(node, 0, 3, 6), Real(node, 1, 4, 7), node.Optional(2), null)),
        ["MatMulIntegerToFloat"] = node => [Sum(Real(node, 0, 2, 4).MatMul(Real(node, 1, 3, 5)), node.Optional(6))],
        ["DynamicQuantizeMatMul"] = node => [Sum(node.X.MatMul(Real(node, 1, 2, 3)), node.Optional(4))],
    };

    static Value Real(Application node, int first) => Quantized.Real(node, first);

    /// <summary>The numbers that three inputs state, each wherever it is; scales and zeros may vary along the last axis.</summary>
    static Value Real(Application node, int numbers, int scale, int zero) => Quantized.Real(node with { Inputs = [node[numbers], node[scale], node.Optional(zero)] }, 0, axis: -1);

    static IReadOnlyList<Value> Requantized(Application node, Value real, int scale) => [Quantized.Requantized(node, real, scale)];

    static Value Pooled(Application node, Func<Value, Value> pool) => node.Attributes.Int("channels_last") == 0 ? pool(Real(node, 0)) : pool(Real(node, 0).LastToSecond()).SecondToLast();

    /// <summary>Y = α·A'·B' + C, whose C is an integer of A's and B's scales; real where no scale of the output is given.</summary>
    static IReadOnlyList<Value> QGemm(Application node)
    {
        var (transposed, alpha) = (node.Attributes.Int("transB") != 0, node.Attributes.Float("alpha", or: 1));
        var b = Quantized.Real(node, 3, axis: transposed ? 0 : 1);
        var y = alpha * Real(node, 0).Transposed(node.Attributes.Int("transA") != 0).MatMul(b.Transposed(transposed));
        if (node.Optional(6) is { } c) y += c.Cast(ElementType.Float32) * (alpha * (node[1].Reshape(Shape.Scalar) * node[4]));
        return node.Optional(7) is null ? [y] : Requantized(node, y, 7);
    }
}
