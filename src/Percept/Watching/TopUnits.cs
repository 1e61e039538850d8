using Percept.Networks;

namespace Percept.Watching;

/// <summary>Which units of a layer fire most on an image.</summary>
public static class TopUnits
{
    /// <summary>All units, the one that stands out most first: by percentile, among equals by standard deviations above its mean, then by activation.</summary>
    /// <remarks>Units of which nothing is usual come by activation alone, behind those of which something is.</remarks>
    public static int[] Order(Layer layer, ReadOnlySpan<UnitSummary> units, ActivationReferences norms)
    {
        var keys = new (double, double, float)[units.Length];
        var order = new int[units.Length];
        for (var unit = 0; unit < units.Length; unit++)
        {
            var (activation, norm) = (units[unit].Max, norms[layer, unit]);
            keys[unit] = (-(Known(norm?.Percentile(activation)) ?? -1), -(norm?.Deviations(activation) ?? 0), -activation);
            order[unit] = unit;
        }

        Array.Sort(keys, order, Comparer<(double, double, float)>.Default);
        return order;
    }

    /// <summary>The units that fire most, the first of <see cref="Order"/>.</summary>
    public static IReadOnlyList<TopUnit> Top(Layer layer, UnitSummary[] units, ActivationReferences norms, int count) => [.. Order(layer, units, norms)
        .Take(count).Where(unit => units[unit].IsSeen).Select(unit => new TopUnit(
            layer, unit, units[unit].Max, Known(norms[layer, unit]?.Percentile(units[unit].Max)), units[unit].ArgMax / layer.Width, units[unit].ArgMax % layer.Width))];

    static double? Known(double? percentile) => percentile is double.NaN ? null : percentile;
}
