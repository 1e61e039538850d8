namespace Percept.Filters.Families;

/// <summary>The member of a family that is nearest to a filter.</summary>
/// <param name="Family">The family's name.</param>
/// <param name="Fit">The share of the filter's energy (its sum of squared weights) that the member explains, 0 to 1.</param>
/// <param name="CorrectedFit">The same, corrected for how many parameters were fitted (adjusted R²); families are compared by it.</param>
/// <param name="Parameters">The member's parameters by name; lengths in pixels, angles in degrees.</param>
/// <param name="Member">The member itself, as a filter of the same size.</param>
public sealed record FamilyFit(string Family, double Fit, double CorrectedFit, IReadOnlyDictionary<string, double> Parameters, Filter Member);
