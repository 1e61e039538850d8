using System.Text.Json.Serialization;
using MathNet.Numerics.Statistics;
using Percept.Atlases;
using Percept.Networks;

namespace Percept.Answers.Levels;

/// <summary>What was measured of a layer, and the level that follows. Of its units' numbers it has the medians; what was not measured is NaN.</summary>
public sealed record LayerMeasures
{
    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>Low, mid or high.</summary>
    public required Level Level { get; init; }

    /// <summary>The pixels that a unit can depend on.</summary>
    public required ExactField ReceptiveField { get; init; }

    /// <summary>The same when what comes through global gates is left out.</summary>
    public required UngatedField ReceptiveFieldWithoutGates { get; init; }

    /// <summary>The smallest box with 95 % of the gradient's energy; null where no unit responds.</summary>
    public required EffectiveField? EffectiveReceptiveField { get; init; }

    /// <summary>How much of the activation that box alone brings about; null where no unit responds.</summary>
    public required double? Locality { get; init; }

    /// <summary>How selective units are for orientation.</summary>
    public required double OrientationSelectivity { get; init; }

    /// <summary>How selective units are for colour.</summary>
    public required double ColourSelectivity { get; init; }

    /// <summary>Units' phase modulation.</summary>
    public required double PhaseModulation { get; init; }

    /// <summary>Units' invariance.</summary>
    public required double Invariance { get; init; }

    /// <summary>Units' sparsity.</summary>
    public required double Sparsity { get; init; }

    /// <summary>Units' best areas under the ROC curve; NaN where images have no labels.</summary>
    public required double Selectivity { get; init; }

    /// <summary>The highest of these areas.</summary>
    public required double BestSelectivity { get; init; }

    /// <summary>The balanced accuracy of a linear probe; NaN where images have no labels.</summary>
    public required double ProbeAccuracy { get; init; }

    /// <summary>What was measured of each unit; null where that is kept apart, as in an atlas.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UnitMeasures>? Units { get; init; }

    internal static LayerMeasures Of(Layer layer, Level level, double share, Locality? locality, double probe, IReadOnlyList<UnitMeasures> units)
    {
        return new()
        {
            Name = layer.Name,
            Level = level,
            ReceptiveField = new(layer.ReceptiveFieldHeight, layer.ReceptiveFieldWidth, share),
            ReceptiveFieldWithoutGates = new(layer.LocalHeight, layer.LocalWidth, layer.Gates),
            EffectiveReceptiveField = locality is null ? null : new(locality.Height, locality.Width),
            Locality = locality?.Reproduced,
            OrientationSelectivity = Median(unit => unit.OrientationSelectivity),
            ColourSelectivity = Median(unit => unit.ColourSelectivity),
            PhaseModulation = Median(unit => unit.PhaseModulation),
            Invariance = Median(unit => unit.Invariance?.Mean),
            Sparsity = Median(unit => unit.Sparsity),
            Selectivity = Median(unit => unit.Selectivity),
            BestSelectivity = units.Select(unit => unit.Selectivity).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
            ProbeAccuracy = probe,
            Units = units,
        };

        double Median(Func<UnitMeasures, double?> number) => units.Select(unit => number(unit) ?? double.NaN).Where(double.IsFinite).Median();
    }
}

/// <summary>An exact receptive field.</summary>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Share">The share of the image's side that a unit depends on without global gates: <see cref="LevelRule.Share"/>.</param>
public sealed record ExactField(int Height, int Width, double Share);

/// <summary>A receptive field without what comes through global gates.</summary>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Gates">How many gates lie before the layer.</param>
public sealed record UngatedField(int Height, int Width, int Gates);

/// <summary>An effective receptive field: the mean over the units and images that were looked at.</summary>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="Width">Columns, in pixels.</param>
public sealed record EffectiveField(double Height, double Width)
{
    /// <summary>The side of a square as large, in pixels.</summary>
    internal double Side => Math.Sqrt(Height * Width);
}
