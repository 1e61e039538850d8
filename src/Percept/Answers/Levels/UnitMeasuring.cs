using MathNet.Numerics.Statistics;
using Percept.Answers.Concepts;
using Percept.Numerics;

namespace Percept.Answers.Levels;

/// <summary>Puts together what was measured of a unit.</summary>
static class UnitMeasuring
{
    /// <param name="unit">The unit.</param>
    /// <param name="tuning">Its tuning.</param>
    /// <param name="answers">Its highest activation in each image.</param>
    /// <param name="changed">The same for the first images, changed in each way.</param>
    /// <param name="labels">The labels' names.</param>
    /// <param name="own">The label of each image.</param>
    internal static UnitMeasures Of(int unit, Tuning? tuning, float[] answers, IReadOnlyList<float[]> changed, string[] labels, int[] own)
    {
        var invariance = changed.Select(other => Correlation.Pearson(answers.Take(other.Length).Select(answer => (double)answer), other.Select(answer => (double)answer))).ToArray();
        var areas = labels.Length == 0 ? [] : Auc.Of(answers, own, labels.Length);
        var best = areas.Length == 0 ? -1 : Array.IndexOf(areas, areas.Max());
        return new()
        {
            Unit = unit,
            Orientation = tuning?.Orientation,
            Frequency = tuning?.Frequency,
            Hue = tuning?.Hue,
            OrientationSelectivity = tuning?.OrientationSelectivity,
            Direction = tuning?.Direction,
            Wavelength = tuning?.Wavelength,
            PhaseModulation = tuning?.PhaseModulation,
            ColourSelectivity = tuning?.ColourSelectivity,
            Invariance = invariance.All(double.IsFinite) ? new(invariance[0], invariance[1], invariance[2], invariance[3], invariance[4]) : null,
            Sparsity = Sparsity(answers),
            Selectivity = best < 0 ? double.NaN : areas[best],
            Label = best < 0 ? null : labels[best],
            LabelsServed = areas.Count(area => area >= LabelConcepts.Well),
        };
    }

    /// <remarks>(1 − (Σ r/n)² / Σ r²/n) / (1 − 1/n) of what exceeds the lowest answer, or zero where that is lower: rates do not go below nothing.</remarks>
    static double Sparsity(float[] answers)
    {
        var rest = Math.Min(0, answers.Min());
        var (mean, square) = (answers.Average(answer => (double)answer - rest), answers.Average(answer => Math.Pow(answer - rest, 2)));
        return square > 0 && answers.Length > 1 ? (1 - (mean * mean / square)) / (1 - (1.0 / answers.Length)) : double.NaN;
    }
}
