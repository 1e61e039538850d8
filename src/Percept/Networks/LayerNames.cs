using System.Text.RegularExpressions;

namespace Percept.Networks;

/// <summary>Makes short readable names out of the names that exporters write.</summary>
static partial class LayerNames
{
    /// <summary>A unique name for each tensor, made of what its exact name has that the others' have not.</summary>
    internal static string[] Of(IReadOnlyList<(string Tensor, string Operator)> tensors)
    {
        var parts = tensors.Select(tensor => Ending().Replace(tensor.Tensor, "").Split('/', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var common = parts.Length < 2 ? 0 : Enumerable.Range(0, parts.Min(path => path.Length)).TakeWhile(i => parts.All(path => path[i] == parts[0][i])).Count();

        var names = new string[tensors.Count];
        var (taken, counts) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < names.Length; i++)
        {
            var operation = Operation(tensors[i].Operator);
            // "layer1/layer1.0/relu/Relu" says no more than "layer1.0/relu".
            var path = parts[i][Math.Min(common, parts[i].Length - 1)..];
            if (path.Length > 1 && Generic().IsMatch(path[^1])) path = path[..^1];
            path = [.. path.Where((part, at) => at + 1 >= path.Length || !path[at + 1].StartsWith(part + ".", StringComparison.Ordinal))];
            var name = Unreadable().Replace(string.Join('/', path), "_").Trim('_');
            if (name.Length is 0 or > 40 || name.All(symbol => char.IsAsciiDigit(symbol) || symbol is '_' or '/'))
                name = $"{operation}{counts[operation] = counts.GetValueOrDefault(operation) + 1}";
            var unique = name;
            for (var n = 2; !taken.Add(unique); n++) unique = $"{name}_{n}";
            names[i] = unique;
        }

        return names;
    }

    static string Operation(string operation) => operation.ToLowerInvariant();

    [GeneratedRegex(@"(_output_0|:0)$")]
    private static partial Regex Ending();

    [GeneratedRegex(@"^(Relu|Relu6|Clip|BiasAdd|Conv|Conv2D|Add|add|Mul|mul|Gemm|MatMul|Concat|concat|Sigmoid|Tanh|LeakyRelu|PRelu|Elu|HardSwish|BatchNormalization|FusedBatchNormV3)(_\d+)?$")]
    private static partial Regex Generic();

    [GeneratedRegex(@"[^A-Za-z0-9_./-]+")]
    private static partial Regex Unreadable();
}
