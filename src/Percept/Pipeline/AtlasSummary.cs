using Percept.Atlases;
using Percept.Building;
using static System.FormattableString;

namespace Percept.Pipeline;

/// <summary>Says in words and numbers what an atlas holds.</summary>
static class AtlasSummary
{
    internal static BuildReport Of(Atlas atlas, IReadOnlyList<StageTime> stages)
    {
        var (layers, statistics) = (atlas.Layers(), Statistics(atlas));
        var report = new BuildReport(
            layers.Count, layers.Sum(layer => layer.Channels), statistics.Count(unit => unit.IsDead), (int)atlas.Matched(), atlas.Skipped(),
            atlas.Optimized().DistinctBy(image => (image.Layer, image.Unit)).Count(), stages, atlas.Summary() ?? Summary(atlas));
        return report with { Missing = atlas.Missing() };
    }

    /// <summary>The account in words; an empty line parts paragraphs.</summary>
    /// <param name="atlas">The atlas.</param>
    /// <param name="more">What is missing, and is not noted in the atlas yet.</param>
    internal static string Summary(Atlas atlas, params IEnumerable<MissingRecord?> more)
    {
        var (layers, statistics, optimized) = (atlas.Layers(), Statistics(atlas), atlas.Optimized());
        var text = new List<string>
        {
            Invariant($"{atlas.Identity.ModelName} has {layers.Count} layers with {layers.Sum(layer => layer.Channels):N0} units.")
                + Invariant($" A unit of the first has a receptive field of {layers[0].LocalHeight} pixels a side, one of the last {Math.Min(layers[^1].ReceptiveFieldHeight, atlas.Identity.InputHeight)} of {atlas.Identity.InputHeight}."),
            string.Join(" ", Enum.GetValues<Level>().Select(level => (level, of: layers.Where(layer => layer.Level == level).ToArray())).Where(group => group.of.Length > 0)
                .Select(group => Invariant($"{group.level} level: {group.of.Length} layer(s), {group.of[0].Name} to {group.of[^1].Name}."))),
        };
        if (atlas.Identity.PreprocessingReason.Length > 0) text.Add($"Images become its input by {atlas.Identity.Preprocessing.ToArguments()} ({atlas.Identity.PreprocessingSource}).");
        if (statistics.Count > 0)
        {
            var dead = statistics.Count(unit => unit.IsDead);
            text.Add(Invariant($"Every unit was matched against {statistics[0].Images:N0} images. ") + (dead == 0 ? "All of them respond to some." : Invariant($"{dead:N0} of {statistics.Count:N0} respond to none of them.")));
        }

        if (optimized.Count > 0)
        {
            var best = statistics.ToDictionary(unit => (unit.Layer, unit.Unit), unit => unit.Maximum);
            var beyond = optimized.Count(image => best.TryGetValue((image.Layer, image.Unit), out var maximum) && image.Activation > maximum);
            text.Add(Invariant($"An image was optimised for {optimized.DistinctBy(image => (image.Layer, image.Unit)).Count():N0} units; {beyond:N0} of these images drive their unit higher than any image of the dataset does."));
        }

        var answered = AtlasStages.All.Select(stage => stage.Summary(atlas)).OfType<string>().ToArray();
        if (answered.Length > 0) text.Add(string.Join(" ", answered));
        if (MissingWords.Of([.. atlas.Missing(), .. more.OfType<MissingRecord>()]) is { Length: > 0 } missing) text.Add(missing);
        return string.Join("\n\n", text);
    }

    static List<UnitStatistics> Statistics(Atlas atlas) => [.. atlas.Layers().SelectMany(layer => atlas.Statistics(layer.Index))];
}
