using System.Collections.Frozen;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Says operators that ONNX Runtime adds to ONNX's own by those, as far as exporters and optimisers leave them in files.</summary>
/// <remarks>The runtime fuses the standard form again, so that a forward pass loses nothing.</remarks>
static partial class Contributed
{
    /// <summary>The values that a node of another domain stands for; what is not known stays as it is.</summary>
    internal static IReadOnlyList<Value> Emit(Application node) =>
        Table.TryGetValue(node.Operator, out var inline) && node.Inputs is [{ HasShape: true }, ..] && inline(node) is { } known ? known : node.Emit();

    /// <summary>Whether an operator of ONNX Runtime's domain is read as standard ones.</summary>
    internal static bool Knows(string operation) => Table.ContainsKey(Domain + operation);

    const string Domain = "com.microsoft::";

    static readonly FrozenDictionary<string, Func<Application, IReadOnlyList<Value>?>> Table = new Dictionary<string, Func<Application, IReadOnlyList<Value>?>>(StringComparer.Ordinal)
    {
        // Activations
        ["Gelu"] = node => [Gelu(node.X)],
        ["FastGelu"] = node => [TanhGelu(Sum(node.X, node.Optional(1)))],
        ["QuickGelu"] = node => [node.X * Of(node, "Sigmoid", [node.X * node.Attributes.Float("alpha", or: 1.702f)])],
        ["BiasGelu"] = node => [Gelu(node.X + node[1])],
        ["GemmFastGelu"] = node => [TanhGelu(Sum(node.X.MatMul(node[1]), node.Optional(2)))],
        ["BiasSplitGelu"] = node => [BiasSplitGelu(node.X + node[1])],
        ["BiasAdd"] = node => [node.X + node[1] + node[2]],

        // Convolutions, pools and products
        ["FusedConv"] = node => [Convolved(node, node.X)],
        ["NhwcConv"] = node => [Convolved(node, node.X.LastToSecond()).SecondToLast()],
        ["NhwcFusedConv"] = node => [Convolved(node, node.X.LastToSecond(), summand => summand.LastToSecond()).SecondToLast()],
        ["NhwcMaxPool"] = node => [Pooled(node, node.X.LastToSecond()).SecondToLast()],
        ["FusedGemm"] = node => [Activated(Of(node, "Gemm", node.Inputs, node.Attributes.Without("activation", "activation_alpha", "activation_beta", "activation_gamma")), node.Attributes.Text("activation"), [node.Attributes.Float("activation_alpha", or: 0.01f), node.Attributes.Float("activation_beta")])],
        ["FusedMatMul"] = FusedMatMul,
        ["TransposeMatMul"] = FusedMatMul,
        ["Attention"] = node => One(node.Inputs.Skip(3).Where((input, i) => i != 2 && input is not null).Any() ? null : Attentions.Projected(node, node.X, node[1], node.Optional(2), node.Optional(5))),
        ["MultiHeadAttention"] = node => One(Attentions.MultiHead(node)),

        // Normalizations
        ["SkipLayerNormalization"] = node => Skipped(node, sum => Of(node, "LayerNormalization", [sum, node[2], node.Optional(3)], Epsilon(node).With("axis", -1)), node.Optional(4)),
        ["SkipSimplifiedLayerNormalization"] = node => Skipped(node, sum => Lowerings.RootMeanSquare(sum, node[2], null, Epsilon(node)), node.Optional(3)),
        ["GroupNorm"] = node => [GroupNorm(node)],

        // What ONNX has by now
        ["GridSample"] = node => [Of(node, "GridSample", node.Inputs, node.Attributes)],
        ["Trilu"] = node => [Of(node, "Trilu", node.Inputs, node.Attributes)],
        ["Pad"] = node => [Of(node, "Pad", node.Inputs, node.Attributes)],
        ["ExpandDims"] = node => [Of(node, "Unsqueeze", [node.X, node[1].Cast(ElementType.Int64).Reshape([1])])],
    }.Concat(QuantizedTable).ToFrozenDictionary(entry => Domain + entry.Key, entry => entry.Value, StringComparer.Ordinal);

    static Value Of(Application node, string operation, Value?[] inputs, Attributes? attributes = null) => node.Graph.Emit(operation, inputs, attributes);

    static IReadOnlyList<Value>? One(Value? value) => value is null ? null : [value];

    static Value Sum(Value x, Value? bias) => bias is null ? x : x + bias;

    static Value Gelu(Value x) => 0.5 * x * (1 + x.Graph.Emit("Erf", [x * Math.Sqrt(0.5)]));

    static Value TanhGelu(Value x) => 0.5 * x * (1 + x.Graph.Emit("Tanh", [Math.Sqrt(2 / Math.PI) * (x + (0.044715 * (x * x * x)))]));

    static Value BiasSplitGelu(Value sum)
    {
        var (last, half) = (sum.Shape.Rank - 1, sum.Shape[-1] / 2);
        return sum.Slice(last, 0, half) * Gelu(sum.Slice(last, half, 2 * half));
    }

    static Value Convolved(Application node, Value x, Func<Value, Value>? ofSummand = null)
    {
        var y = Of(node, "Conv", [x, node[1], node.Optional(2)], node.Attributes.Without("activation", "activation_params"));
        if (node.Optional(3) is { } summand) y += ofSummand is null ? summand : ofSummand(summand);
        return Activated(y, node.Attributes.Text("activation"), node.Attributes.Floats("activation_params") ?? []);
    }

    static Value Pooled(Application node, Value x) => Of(node, "MaxPool", [x], node.Attributes);

    static Value Activated(Value y, string activation, float[] settings) => activation switch
    {
        "" => y,
        "LeakyRelu" => y.Graph.Emit("LeakyRelu", [y], new() { ["alpha"] = settings[0] }),
        "HardSigmoid" => y.Graph.Emit("HardSigmoid", [y], new() { ["alpha"] = settings[0], ["beta"] = settings[1] }),
        "Clip" => y.Graph.Emit("Clip", [y, y.Scalar(settings[0]), y.Scalar(settings[1])]),
        _ => y.Graph.Emit(activation, [y]),
    };

    static IReadOnlyList<Value>? FusedMatMul(Application node)
    {
        if (node.Attributes.Int("transBatchA") != 0 || node.Attributes.Int("transBatchB") != 0) return null;
        var product = node.X.Transposed(node.Attributes.Int("transA") != 0).MatMul(node[1].Transposed(node.Attributes.Int("transB") != 0));
        return [product * node.Attributes.Float("alpha", or: 1)];
    }

    static Attributes Epsilon(Application node) => new() { ["epsilon"] = node.Attributes.Float("epsilon", or: 1e-5f) };

    /// <summary>The normalised sum, and fourth the sum itself.</summary>
    static IReadOnlyList<Value> Skipped(Application node, Func<Value, Value> normalize, Value? bias)
    {
        var sum = Sum(node.X + node[1], bias);
        var y = normalize(sum);
        return [y, y, y, sum];
    }

    /// <summary>Channels last unless it says otherwise, and with the activation that stable diffusion has behind it.</summary>
    static Value GroupNorm(Application node)
    {
        var last = node.Attributes.Int("channels_last", or: 1) != 0;
        var y = Of(node, "GroupNormalization", [last ? node.X.LastToSecond() : node.X, node[1], node[2]], Epsilon(node).With("num_groups", node.Attributes.Int("groups")));
        if (node.Attributes.Int("activation") != 0) y *= Of(node, "Sigmoid", [y]);
        return last ? y.SecondToLast() : y;
    }
}
