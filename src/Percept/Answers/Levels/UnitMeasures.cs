namespace Percept.Answers.Levels;

/// <summary>What was measured of a unit.</summary>
/// <param name="Unit">The channel, from 0.</param>
/// <param name="Tuning">Its tuning to gratings and hues; null where it answers to none.</param>
/// <param name="Invariance">How little its answers change where images do; null where it answers the same to all images.</param>
/// <param name="Sparsity">0 where it answers to all images alike, 1 where to one alone (Vinje and Gallant, 2000); NaN where it is silent.</param>
/// <param name="Label">The label it tells from the others best; null where images have no labels.</param>
/// <param name="Selectivity">The area under the ROC curve for that label; NaN where images have no labels.</param>
/// <param name="Serves">For how many labels that area is at least 0.9.</param>
public sealed record UnitMeasures(int Unit, Tuning? Tuning, Invariance? Invariance, double Sparsity, string? Label, double Selectivity, int Serves);
