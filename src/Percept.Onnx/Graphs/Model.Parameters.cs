using Percept.Onnx.Graphs.Reading;
using Percept.Onnx.Operators;

namespace Percept.Onnx.Graphs;

/// <summary>What a constant of a network is to training.</summary>
enum ParameterKind
{
    /// <summary>It multiplies what comes from before: training changes it, and weight decay shrinks it.</summary>
    Weight,

    /// <summary>A bias, or a scale of a normalization: training changes it, and nothing shrinks it.</summary>
    Offset,

    /// <summary>A running mean or variance, which follows the batches' own.</summary>
    Statistic,
}

public sealed partial class Model
{
    /// <summary>The constants that training changes, by name: those in the places where operators take their weights.</summary>
    /// <remarks>What multiplies or is added before the first such operator is preprocessing and stays, and so do single numbers.</remarks>
    internal IReadOnlyDictionary<string, ParameterKind> Parameters()
    {
        var found = new Dictionary<string, ParameterKind>(StringComparer.Ordinal);
        var same = weights.Where(weight => weight.Value is { Type: ElementType.Float32, Length: > 0, Shape.Rank: > 0 }).ToDictionary(weight => weight.Key, weight => weight.Key, StringComparer.Ordinal);
        var behind = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in proto.Graph.Node)
        {
            if (Catalogue.Is(node.OpType, Traits.Rearranging) && node.Input.Count > 0 && same.TryGetValue(node.Input[0], out var original))
            {
                same[node.Output[0]] = original;
                continue;
            }

            var follows = node.Input.Any(behind.Contains);
            for (var i = 0; i < node.Input.Count; i++)
                if (same.TryGetValue(node.Input[i], out var name) && Kind(node.IsStandard() ? node.OpType : "", i, follows, weights[name]) is { } kind) found.TryAdd(name, kind);
            if (follows || node.Input.Any(input => same.TryGetValue(input, out var name) && found.ContainsKey(name))) behind.UnionWith(node.Output);
        }

        return found;
    }

    static ParameterKind? Kind(string operation, int input, bool follows, Tensor tensor) => Catalogue.Is(operation, Traits.Affine) && !(follows && tensor.Length > 1) ? null
        : Catalogue.Find(operation)?.Parameters.ElementAtOrDefault(input) switch
        {
            ParameterRole.Weight => ParameterKind.Weight,
            ParameterRole.Scale or ParameterRole.Bias => ParameterKind.Offset,
            ParameterRole.Mean or ParameterRole.Variance => ParameterKind.Statistic,
            _ => null,
        };
}
