using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>Numbers that say where x is above or below a bound, by HardSigmoids so steep that no number lies on the ramp.</summary>
/// <remarks>
/// HardSigmoid is one pass, and stays inside the blocked layout, which comparisons and casts leave. Exact but for subnormal numbers beside a bound of 0.
/// </remarks>
static class Masks
{
    /// <summary>Steep enough that no normal float lies on the ramp, and not so steep that a finite slope becomes infinite.</summary>
    const float Steep = 3e38f;

    internal static IReadOnlyList<Value>? Of(Node node)
    {
        if (node is not { Operator: "Cast", Y.Type: ElementType.Float32, X.Producer: { Operator: "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" } comparison }) return null;
        if (comparison.X is not { Type: ElementType.Float32, Constant: null } x || BlockedLayout.Number(comparison[1]) is not { } bound) return null;
        var isAbove = comparison.Operator.StartsWith("Greater", StringComparison.Ordinal);
        var holdsAtBound = comparison.Operator.EndsWith("OrEqual", StringComparison.Ordinal);
        if (bound == 0) return [Above(x, isAbove, holdsAtBound)];
        var (slope, offset) = ((float)Resolving(bound), (float)(-bound * Resolving(bound)));
        return holdsAtBound || !float.IsFinite(slope) || !float.IsFinite(offset) ? null : [Ramp(x, isAbove ? slope : -slope, isAbove ? offset : -offset)];
    }

    /// <summary>1 where x is above 0, or below, or there as well; else 0.</summary>
    internal static Value Above(Value x, bool isAbove = true, bool holdsAtBound = false) => Ramp(x, isAbove ? Steep : -Steep, holdsAtBound ? 1 : 0);

    /// <summary>Whether a value is 0 or 1 everywhere, by such a HardSigmoid of bound 0.</summary>
    internal static bool Is(Value value) => value.Producer is { Operator: "HardSigmoid" } node && MathF.Abs(node.Float("alpha")) == Steep;

    /// <summary>The power of two by which neighbouring floats at a bound come to differ by at least 1.</summary>
    static double Resolving(double bound) => Math.ScaleB(1, 24 - Math.ILogB(bound));

    static Value Ramp(Value x, float slope, float offset) => x.Graph.Emit("HardSigmoid", [x], new() { ["alpha"] = slope, ["beta"] = offset });
}
