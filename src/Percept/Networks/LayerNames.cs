using System.Text.RegularExpressions;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Short readable names: what is left of a path that a person wrote; where there is none, where the layer stands (<see cref="LayerPositions"/>).</summary>
static partial class LayerNames
{
    const int Longest = 60;

    /// <summary>A unique name for each layer of a network.</summary>
    /// <param name="image">What the network looks at.</param>
    /// <param name="layers">The layers' exact names and values, from the image on.</param>
    /// <param name="outputs">The exact names of the network's outputs.</param>
    /// <param name="tensors">Every tensor of the network by its exact name.</param>
    internal static string[] Of(Value image, IReadOnlyList<(string Tensor, Value Value)> layers, IEnumerable<string> outputs, IReadOnlyDictionary<string, Value> tensors)
    {
        var written = Written([.. layers.Select(layer => layer.Tensor)]);
        if (written.All(name => name is not null)) return Unique(written!);
        var positions = LayerPositions.Of(image, [.. layers.Select(layer => layer.Value)], outputs.Select(output => tensors.GetValueOrDefault(output)).OfType<Value>());
        // Another tensor's exact name stays that tensor's.
        return Unique([.. written.Select((name, i) => name ?? (tensors.ContainsKey(positions[i]) && positions[i] != layers[i].Tensor ? $"{positions[i]}_{layers[i].Value.Producer!.Operator.ToLowerInvariant()}" : positions[i]))]);
    }

    /// <summary>What each exact name has that the others' have not; null where that is nothing but what an exporter counted.</summary>
    internal static string?[] Written(IReadOnlyList<string> tensors)
    {
        var parts = tensors.Select(tensor => Ending().Replace(tensor, "").Split('/', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var common = parts.Length < 2 ? 0 : Enumerable.Range(0, parts.Min(path => path.Length)).TakeWhile(i => parts.All(path => path[i] == parts[0][i])).Count();
        var names = parts.Select(all =>
        {
            if (all.Length == 0 || (all.Length == 1 && Counted().IsMatch(all[0]))) return null;
            // "layer1/layer1.0/relu/Relu" says no more than "layer1.0/relu".
            var path = all[Math.Min(common, all.Length - 1)..];
            if (path.Length > 1 && Part().IsMatch(path[^1])) path = path[..^1];
            path = [.. path.Where((part, at) => at + 1 >= path.Length || !path[at + 1].StartsWith(part + ".", StringComparison.Ordinal))];
            var name = Unreadable().Replace(string.Join('/', path), "_").Trim('_');
            return name.Length is 0 or > Longest || name.All(symbol => char.IsAsciiDigit(symbol) || symbol is '_' or '/') ? null : name;
        }).ToArray();

        // An exporter that counts leaves the first of each kind without a number.
        return names.Contains(null) ? [.. names.Select((name, i) => name is not null && parts[i].Length == 1 && Operation().IsMatch(name) ? null : name)] : names;
    }

    static string[] Unique(string[] names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            var unique = name;
            for (var n = 2; !taken.Add(unique); n++) unique = $"{name}_{n}";
            return unique;
        })];
    }

    [GeneratedRegex(@"(_output_0|:0)$")]
    private static partial Regex Ending();

    /// <summary>What PyTorch and TensorFlow put behind the path of what computes a tensor.</summary>
    [GeneratedRegex(@"^(Relu|Relu6|Clip|BiasAdd|Conv|Conv2D|Add|add|Mul|mul|Sub|Div|Pow|Gemm|MatMul|Concat|concat|Reshape|Transpose|Sigmoid|Tanh|LeakyRelu|PRelu|Elu|Gelu|HardSwish|BatchNormalization|FusedBatchNormV3)(_\d+)?$")]
    private static partial Regex Part();

    const string Operations =
        "(?i:relu6?|leaky_?relu|prelu|elu|selu|celu|clip|clamp|hardtanh|hard_?swish|hard_?sigmoid|silu|swish|gelu|mish|sigmoid|tanh|softmax|bias_?add|conv(olution)?([123]d)?|conv_?transpose([123]d)?|depthwise_conv2d(_native)?"
        + "|add|plus|sum|sub|mul|times|div|max|min|pow|erf|gemm|matmul|linear|addmm|bmm|fc|concat(v2|enate)?|cat|(fused_?)?batch_?norm(alization)?(v3)?|layer_?norm(alization)?|group_?norm(alization)?|instance_?norm(alization)?|einsum|cast|identity|reshape|view|transpose|permute)";

    [GeneratedRegex("^" + Operations + @"(_\d+)?$")]
    private static partial Regex Operation();

    /// <summary>What exporters call tensors of which they know the operator and a count: PyTorch (<c>497</c>, <c>onnx::Conv_512</c>, <c>input.12</c>, <c>relu_3</c>), CNTK, Paddle, tf2onnx, TensorFlow's functions.</summary>
    [GeneratedRegex("^(" + Operations + @"_+\d+(_output|_quantized|_dequantized)?|node_.*_\d+|\d+|onnx(::|_).*|(input|output|out|x|y|ret|result|val|value|tensor|t|getitem|hidden_states)(\.|_)\d+|[A-Za-z]+\d+_Output_\d+.*|p2o\..*|.*\.tmp_\d+|((Stateful)?PartitionedCall|Identity)(_\d+)?)$")]
    private static partial Regex Counted();

    [GeneratedRegex(@"[^A-Za-z0-9_./-]+")]
    private static partial Regex Unreadable();
}
