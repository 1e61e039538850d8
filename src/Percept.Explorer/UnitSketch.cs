using Percept.Atlases;

namespace Percept.Explorer;

/// <summary>A unit in short, as grids show it; whatever has not been found yet is null.</summary>
public sealed record UnitSketch(LayerRecord Layer, int Unit, UnitStatistics? Statistics, ExampleRecord? Best, ImageRecord? Image, OptimizedImage? Optimized)
{
    internal string Name => $"{Layer.Name}:{Unit}";

    internal bool IsDead => Statistics is { IsDead: true };

    internal bool HasPicture => Optimized is not null || Best is not null;

    /// <summary>Units that stand for their layer: alive, with an optimised image where there are such, spread over the channels.</summary>
    internal static IReadOnlyList<UnitSketch> Representatives(IReadOnlyList<UnitSketch> units, int count)
    {
        var shown = units.Where(unit => unit.HasPicture && !unit.IsDead).ToArray();
        if (shown.Count(unit => unit.Optimized is not null) >= count) shown = [.. shown.Where(unit => unit.Optimized is not null)];
        return shown.Length <= count ? shown : [.. Enumerable.Range(0, count).Select(i => shown[i * (shown.Length - 1) / (count - 1)])];
    }
}
