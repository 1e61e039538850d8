using Percept.Atlases;
using static System.FormattableString;

namespace Percept.Answers.Levels;

/// <summary>What a survey of levels comes to, in words.</summary>
static class LevelVerdict
{
    /// <summary>The answer, sentence by sentence.</summary>
    internal static IReadOnlyList<string> Of(IReadOnlyList<LayerMeasures> layers, int labels, LevelOptions options) =>
    [
        .. layers.GroupBy(layer => layer.Level).OrderBy(group => group.Key).Select(group => Sentence(group.Key, [.. group], labels)),
        Invariant($"The borders are a convention: low up to {options.Low:0%} of the image's side, mid up to {options.Mid:0%}."), "What is measured changes gradually from layer to layer.",
    ];

    /// <summary>The answer in one sentence.</summary>
    internal static string InShort(IReadOnlyList<LayerMeasures> layers)
    {
        var (first, last) = (layers[0], layers[^1]);
        var text = Invariant($"From {first.Name} to {last.Name} the receptive field grows from {first.ReceptiveField.Share:0%} to {last.ReceptiveField.Share:0%} of the image's side");
        if (double.IsFinite(first.Selectivity) && double.IsFinite(last.Selectivity)) text += Invariant($", and how well single units tell the labels apart goes from {first.Selectivity:0.00} to {last.Selectivity:0.00} (AUC)");
        else if (double.IsFinite(first.Invariance) && double.IsFinite(last.Invariance)) text += Invariant($", and invariance to changes of the image goes from {first.Invariance:0.00} to {last.Invariance:0.00}");
        return text + ".";
    }

    static string Sentence(Level level, LayerMeasures[] layers, int labels)
    {
        var parts = new List<string>
        {
            Invariant($"receptive fields of {layers[0].ReceptiveField.Share:0%} to {layers[^1].ReceptiveField.Share:0%} of the image's side"),
        };
        if (Mean(layers, layer => layer.EffectiveReceptiveField?.Side ?? double.NaN) is var side && double.IsFinite(side)) parts.Add(Invariant($"effectively {side:0} pixels a side"));
        if (Mean(layers, layer => layer.OrientationSelectivity) is var orientation && double.IsFinite(orientation)) parts.Add(Invariant($"orientation selectivity {orientation:0.00}"));
        if (Mean(layers, layer => layer.Invariance) is var invariance && double.IsFinite(invariance)) parts.Add(Invariant($"invariance {invariance:0.00} to changes of the image"));
        if (labels > 0 && Mean(layers, layer => layer.ProbeAccuracy) is var probe && double.IsFinite(probe)) parts.Add(Invariant($"and a linear probe tells the {labels} labels apart to {probe:0%} (chance {1.0 / labels:0%})"));
        return Invariant($"{level} level, {layers[0].Name} to {layers[^1].Name}: ") + string.Join(", ", parts) + ".";
    }

    static double Mean(LayerMeasures[] layers, Func<LayerMeasures, double> number) => layers.Select(number).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
