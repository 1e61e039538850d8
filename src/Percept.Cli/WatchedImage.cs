using Percept.Watching;

namespace Percept.Cli;

/// <summary>What fires on an image, as it is told.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Layers">For each layer the units that fire most.</param>
sealed record WatchedImage(string Name, IReadOnlyList<IReadOnlyList<TopUnit>> Layers)
{
    /// <summary>Where the picture of it is; null where none is drawn.</summary>
    internal string? Picture { get; init; }

    internal object ToJson(string? among = null) => new
    {
        image = Name,
        among,
        picture = Picture,
        layers = Layers.Where(units => units.Count > 0).Select(units => new
        {
            name = units[0].Layer.Name,
            units = units.Select(unit => new { unit.Unit, unit.Activation, unit.Percentile, unit.Y, unit.X }),
        }),
    };

    internal void Print(Output output, string among)
    {
        output.Line(among.Length > 0 ? $"{Name}: the units that fire most, and in how many of {among} they reach less." : $"{Name}: the units with the highest activations; with --atlas they are compared with what is usual for them.");
        output.Table(["layer", "units"], Layers.Where(units => units.Count > 0).Select(units => (string[])[units[0].Layer.Name, string.Join("  ", units.Select(unit => unit.ToString()[(unit.Layer.Name.Length + 1)..]))]));
        if (Picture is not null) output.Line($"Picture: {Picture}");
    }
}
