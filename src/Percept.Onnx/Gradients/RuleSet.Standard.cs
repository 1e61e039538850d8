using System.Collections.Immutable;

namespace Percept.Onnx.Gradients;

public sealed partial class RuleSet
{
    /// <summary>The rules of the operators' true derivatives.</summary>
    public static RuleSet Standard { get; } = new(new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["Add"] = Rules.Rules.Add,
        ["Mul"] = Rules.Rules.Mul,
        ["Relu"] = Rules.Rules.Relu,
        ["Shape"] = Rules.Rules.Constant,
    }.ToImmutableDictionary(StringComparer.Ordinal));
}
