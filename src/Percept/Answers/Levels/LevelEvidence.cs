using Percept.Answers.Trust;
using Percept.Atlases;
using static System.FormattableString;

namespace Percept.Answers.Levels;

/// <summary>The numbers beside a figure, from what an atlas keeps.</summary>
static class LevelEvidence
{
    /// <summary>What was measured of some layers, the mean over them, in words; empty where nothing was.</summary>
    internal static string Of(Atlas atlas, IReadOnlyList<LayerRecord> layers)
    {
        if (atlas.Answer<LevelsAnswer>() is not { } answer) return "";
        var own = layers.Where(layer => layer.Index < answer.Layers.Count).Select(layer => answer.Layers[layer.Index]).ToArray();
        var parts = new List<string>();
        if (Mean(layer => layer.EffectiveReceptiveField?.Side ?? double.NaN) is { } pixels) parts.Add(Invariant($"an effective receptive field of {pixels:0} pixels a side"));
        if (Mean(layer => layer.OrientationSelectivity) is { } direction) parts.Add(Invariant($"orientation selectivity {direction:0.00}"));
        if (Mean(layer => layer.Invariance) is { } kept) parts.Add(Invariant($"invariance {kept:0.00}"));
        if (answer.Labels.Count > 1 && Mean(layer => layer.ProbeAccuracy) is { } told) parts.Add(Invariant($"{told:0%} of {answer.Labels.Count} labels by a linear probe"));
        return parts.Count == 0 ? "" : $"Measured: {string.Join(", ", parts)}.";

        double? Mean(Func<LayerMeasures, double> number) => own.Select(number).Where(double.IsFinite).ToArray() is { Length: > 0 } known ? known.Average() : null;
    }

    /// <summary>What an asterisk behind a multiple stands for; null where none of these images has one.</summary>
    internal static string? Footnote(IEnumerable<OptimizedImage> images) => images.Select(image => TrustStatement.FromJson(image.Trust)?.ActivationRatioReason).FirstOrDefault(reason => reason is not null);

    /// <summary>How far a visualization may be trusted, in a few characters; empty where that was not measured.</summary>
    internal static string Trust(OptimizedImage made) => TrustStatement.FromJson(made.Trust) is not { } trust ? ""
        : (trust.ActivationRatio is { } reach ? Invariant($"{reach:0.0}×{(trust.ActivationRatioReason is null ? "" : "*")}") : "") + (trust.RobustActivationRatio is { } robust ? Invariant($", {robust:0%} survives") : "");
}
