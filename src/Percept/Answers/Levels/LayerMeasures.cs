using MathNet.Numerics.Statistics;
using Percept.Atlases;
using Percept.Networks;

namespace Percept.Answers.Levels;

/// <summary>What was measured of a layer, and the level that follows.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Level">Low, mid or high.</param>
/// <param name="ReceptiveFieldShare">The share of the image's side that a unit depends on without global gates: <see cref="LevelRule.Share"/>.</param>
/// <param name="Locality">What part of an image its units answer to; null where none answers.</param>
/// <param name="ProbeAccuracy">The balanced accuracy of a linear probe; NaN where images have no labels.</param>
/// <param name="Units">What was measured of each unit.</param>
public sealed record LayerMeasures(Layer Layer, Level Level, double ReceptiveFieldShare, Locality? Locality, double ProbeAccuracy, IReadOnlyList<UnitMeasures> Units)
{
    /// <summary>The median of its units' best areas under the ROC curve; NaN where images have no labels.</summary>
    public double Selectivity => Median(unit => unit.Selectivity);

    /// <summary>The highest of them.</summary>
    public double BestSelectivity => Units.Select(unit => unit.Selectivity).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    /// <summary>The median of its units' selectivity for orientation.</summary>
    public double OrientationSelectivity => Median(unit => unit.Tuning?.OrientationSelectivity);

    /// <summary>The median of its units' selectivity for colour.</summary>
    public double ColourSelectivity => Median(unit => unit.Tuning?.ColourSelectivity);

    /// <summary>The median of its units' phase modulation.</summary>
    public double PhaseModulation => Median(unit => unit.Tuning?.PhaseModulation);

    /// <summary>The median of its units' invariance.</summary>
    public double Invariance => Median(unit => unit.Invariance?.Mean);

    /// <summary>The median of its units' sparsity.</summary>
    public double Sparsity => Median(unit => unit.Sparsity);

    double Median(Func<UnitMeasures, double?> number) => Units.Select(unit => number(unit) ?? double.NaN).Where(double.IsFinite).Median();
}
