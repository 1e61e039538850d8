using System.Collections.Frozen;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Says operators that ONNX Runtime adds to ONNX's own by those, as far as exporters and optimisers leave them in files.</summary>
/// <remarks>The runtime fuses the standard form again, so that a forward pass loses nothing.</remarks>
static partial class Contributed
{
    /// <summary>The values that a node of another domain stands for; what is not known stays as it is.</summary>
    internal static IReadOnlyList<Value> Emit(Application node) =>
        Table.TryGetValue(node.Operator, out var inline) && node.Inputs is [{ HasShape: true }, ..] ? inline(node) : node.Emit();

    /// <summary>Whether an operator of ONNX Runtime's domain is read as standard ones.</summary>
    internal static bool Knows(string operation) => Table.ContainsKey(Domain + operation);

    const string Domain = "com.microsoft::";

    static readonly FrozenDictionary<string, Func<Application, IReadOnlyList<Value>>> Table = new Dictionary<string, Func<Application, IReadOnlyList<Value>>>(StringComparer.Ordinal)
    {
        ["Gelu"] = node => [Gelu(node.X)],
        ["FastGelu"] = node => [TanhGelu(node.Optional(1) is { } bias ? node.X + bias : node.X)],
        ["QuickGelu"] = node => [QuickGelu(node.X, node.Attributes.Float("alpha", or: 1.702f))],
        ["BiasGelu"] = node => [Gelu(node.X + node[1])],
        ["FusedConv"] = node => [FusedConv(node)],
        ["FusedGemm"] = node => [Activated(Of(node, "Gemm", node.Inputs, node.Attributes.Without("activation", "activation_alpha", "activation_beta", "activation_gamma")), node.Attributes.Text("activation"), [node.Attributes.Float("activation_alpha", or: 0.01f), node.Attributes.Float("activation_beta")])],
        ["FusedMatMul"] = FusedMatMul,
        ["TransposeMatMul"] = FusedMatMul,
        ["SkipLayerNormalization"] = node => Skipped(node, sum => Of(node, "LayerNormalization", [sum, node[2], node.Optional(3)], Epsilon(node).With("axis", -1)), node.Optional(4)),
        ["Attention"] = node => [Attention(node)],
        ["MultiHeadAttention"] = node => [MultiHeadAttention(node)],
        ["QLinearAdd"] = node => Requantized(node, Dequantized(node, 0) + Dequantized(node, 3), 6),
        ["QLinearMul"] = node => Requantized(node, Dequantized(node, 0) * Dequantized(node, 3), 6),
        ["QLinearSigmoid"] = node => Requantized(node, Of(node, "Sigmoid", [Dequantized(node, 0)]), 3),
        ["QLinearLeakyRelu"] = node => Requantized(node, Of(node, "LeakyRelu", [Dequantized(node, 0)], node.Attributes), 3),
        ["QLinearSoftmax"] = node => Requantized(node, Of(node, "Softmax", [Dequantized(node, 0)], new() { ["axis"] = node.Attributes.Int("axis", or: -1) }), 3),
        ["QLinearAveragePool"] = node => Requantized(node, Pooled(node, x => Of(node, "AveragePool", [x], node.Attributes.Without("channels_last"))), 3),
        ["QLinearGlobalAveragePool"] = node => Requantized(node, Pooled(node, x => Of(node, "GlobalAveragePool", [x])), 3),
        ["QLinearConcat"] = node => Requantized(node, Of(node, "Concat", [.. Enumerable.Range(0, (node.Inputs.Length - 2) / 3).Select(i => Dequantized(node, 2 + (3 * i)))], node.Attributes), 0),
    }.ToFrozenDictionary(entry => Domain + entry.Key, entry => entry.Value, StringComparer.Ordinal);

    static Value Of(Application node, string operation, Value?[] inputs, Attributes? attributes = null) => node.Graph.Emit(operation, inputs, attributes);

    static Value Gelu(Value x) => 0.5 * x * (1 + x.Graph.Emit("Erf", [x * Math.Sqrt(0.5)]));

    static Value TanhGelu(Value x) => 0.5 * x * (1 + x.Graph.Emit("Tanh", [Math.Sqrt(2 / Math.PI) * (x + (0.044715 * (x * x * x)))]));

    static Value QuickGelu(Value x, float alpha) => x * x.Graph.Emit("Sigmoid", [x * alpha]);

    static Value FusedConv(Application node)
    {
        var y = Of(node, "Conv", [.. node.Inputs.Take(3)], node.Attributes.Without("activation", "activation_params"));
        if (node.Optional(3) is { } summand) y += summand;
        return Activated(y, node.Attributes.Text("activation"), node.Attributes.Floats("activation_params") ?? []);
    }

    static Value Activated(Value y, string activation, float[] settings) => activation switch
    {
        "" => y,
        "LeakyRelu" => y.Graph.Emit("LeakyRelu", [y], new() { ["alpha"] = settings[0] }),
        "HardSigmoid" => y.Graph.Emit("HardSigmoid", [y], new() { ["alpha"] = settings[0], ["beta"] = settings[1] }),
        "Clip" => y.Graph.Emit("Clip", [y, y.Scalar(settings[0]), y.Scalar(settings[1])]),
        _ => y.Graph.Emit(activation, [y]),
    };

    static IReadOnlyList<Value> FusedMatMul(Application node)
    {
        if (node.Attributes.Int("transBatchA") != 0 || node.Attributes.Int("transBatchB") != 0) return node.Emit();
        var product = node.X.Transposed(node.Attributes.Int("transA") != 0).MatMul(node[1].Transposed(node.Attributes.Int("transB") != 0));
        return [product * node.Attributes.Float("alpha", or: 1)];
    }

    static Attributes Epsilon(Application node) => new() { ["epsilon"] = node.Attributes.Float("epsilon", or: 1e-5f) };

    /// <summary>The normalised sum, and fourth the sum itself.</summary>
    static IReadOnlyList<Value> Skipped(Application node, Func<Value, Value> normalize, Value? bias)
    {
        var sum = node.X + node[1];
        if (bias is not null) sum += bias;
        var y = normalize(sum);
        return [y, y, y, sum];
    }

    static Value LastToSecond(Value x) => x.Transpose([0, x.Shape.Rank - 1, .. Enumerable.Range(1, x.Shape.Rank - 2)]);

    static Value Dequantized(Application node, int first) => Of(node, "DequantizeLinear", [node[first], node[first + 1], node.Optional(first + 2)]);

    static IReadOnlyList<Value> Requantized(Application node, Value real, int scale) => [Of(node, "QuantizeLinear", [real, node[scale], node.Optional(scale + 1)])];

    static Value Pooled(Application node, Func<Value, Value> pool)
    {
        var x = Dequantized(node, 0);
        return node.Attributes.Int("channels_last") == 0 ? pool(x) : pool(LastToSecond(x)).Transpose([0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);
    }
}
