using Percept.Filters.Families;

namespace Percept.Filters;

/// <summary>How near a filter is to each family of known filters.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Fits">Its nearest member of each family, the best first.</param>
public sealed record FilterFits(Filter Filter, IReadOnlyList<FamilyFit> Fits)
{
    /// <summary>The nearest of all, by the corrected fit.</summary>
    public FamilyFit Best => Fits[0];

    /// <summary>The fit to a family; 0 where filters of this size have no member of it.</summary>
    public double Of(string family) => Fits.FirstOrDefault(fit => fit.Family == family)?.Fit ?? 0;

    /// <summary>Compares a filter with every family.</summary>
    public static FilterFits Of(Filter filter) => new(filter, [.. FilterFamily.All
        .Where(family => filter.Channels > 1 || family is not ColourOpponentFamily)
        .Select(family => family.Fit(filter)).OfType<FamilyFit>().OrderByDescending(fit => fit.CorrectedFit)]);
}
