using System.Text.Json.Serialization;
using Percept.Onnx.Gradients;

namespace Percept.Visualization;

/// <summary>The gradient rules that an optimisation climbs by.</summary>
public enum GradientRules
{
    /// <summary>True derivatives, but what is silent at the start is woken: where a ReLU would let nothing pass, what raises its input does (Lucid's).</summary>
    [JsonStringEnumMemberName("redirected")]
    Redirected,

    /// <summary>True derivatives.</summary>
    [JsonStringEnumMemberName("true")]
    True,

    /// <summary>Guided backpropagation: through activation functions passes only what raises their output (Springenberg et al., 2015).</summary>
    [JsonStringEnumMemberName("guided")]
    Guided,

    /// <summary>A deconvolutional network's: what raises an activation function's output passes whether or not it was active (Zeiler and Fergus, 2014).</summary>
    [JsonStringEnumMemberName("deconvnet")]
    Deconvnet,
}

/// <summary>The tables of <see cref="GradientRules"/>.</summary>
static class GradientRulesTables
{
    /// <summary>The table to climb by.</summary>
    internal static RuleSet Table(this GradientRules rules) => rules switch
    {
        GradientRules.Guided => Overrides.Rectifiers.Aggregate(RuleSet.Standard, (table, name) => table.With(name, Overrides.Guided(table.Find(name)!))),
        GradientRules.Deconvnet => Overrides.Rectifiers.Aggregate(RuleSet.Standard, (table, name) => table.With(name, Overrides.Deconvnet)),
        _ => RuleSet.Standard,
    };

    /// <summary>The table for the steps at which something is silent.</summary>
    internal static RuleSet WakingTable() => RuleSet.Standard.With("Relu", Overrides.RedirectedRelu);
}
