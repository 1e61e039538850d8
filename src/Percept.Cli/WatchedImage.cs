using Percept.Cli.Records;
using Percept.Watching;

namespace Percept.Cli;

/// <summary>What fires on an image, as it is printed.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Layers">For each layer the units that fire most.</param>
sealed record WatchedImage(string Name, IReadOnlyList<IReadOnlyList<TopUnit>> Layers)
{
    /// <summary>Where the picture of it is; null where none is drawn.</summary>
    internal string? Picture { get; init; }

    internal WatchRecord ToRecord(string? among = null) => new(
        Name, among, Picture, [.. Layers.Where(units => units.Count > 0).Select(units => new WatchedLayer(units[0].Layer.Name, [.. units.Select(WatchedUnit.Of)]))]);

    internal void Print(Output output, string among)
    {
        output.Line(among.Length > 0 ? $"{Name}: the units that fire most, and in how many of {among} their maximum is lower." : $"{Name}: the units with the highest activations; with --atlas they are compared with their usual activations.");
        output.Table(["layer", "units"], Layers.Where(units => units.Count > 0).Select(units => (string[])[units[0].Layer.Name, string.Join("  ", units.Select(unit => unit.ToString()[(unit.Layer.Name.Length + 1)..]))]));
        if (Picture is not null) output.Line($"Picture: {Picture}");
    }
}
