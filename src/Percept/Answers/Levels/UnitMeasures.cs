namespace Percept.Answers.Levels;

/// <summary>What was measured of a unit: its tuning to gratings and hues (null where it responds to none, see <see cref="Tuning"/>), and what it does on images.</summary>
public sealed record UnitMeasures
{
    /// <summary>The channel, from 0.</summary>
    public required int Unit { get; init; }

    /// <inheritdoc cref="Tuning.Orientation"/>
    public required IReadOnlyList<double>? Orientation { get; init; }

    /// <inheritdoc cref="Tuning.Frequency"/>
    public required IReadOnlyList<double>? Frequency { get; init; }

    /// <inheritdoc cref="Tuning.Hue"/>
    public required IReadOnlyList<double>? Hue { get; init; }

    /// <inheritdoc cref="Tuning.OrientationSelectivity"/>
    public required double? OrientationSelectivity { get; init; }

    /// <inheritdoc cref="Tuning.Direction"/>
    public required double? Direction { get; init; }

    /// <inheritdoc cref="Tuning.Wavelength"/>
    public required double? Wavelength { get; init; }

    /// <inheritdoc cref="Tuning.PhaseModulation"/>
    public required double? PhaseModulation { get; init; }

    /// <inheritdoc cref="Tuning.ColourSelectivity"/>
    public required double? ColourSelectivity { get; init; }

    /// <summary>How little its activations change where images do; null where it does the same on all images.</summary>
    public required Invariance? Invariance { get; init; }

    /// <summary>0 where all images drive it alike, 1 where one alone does (Vinje and Gallant, 2000); NaN where it is silent.</summary>
    public required double Sparsity { get; init; }

    /// <summary>The area under the ROC curve for its best label; NaN where images have no labels.</summary>
    public required double Selectivity { get; init; }

    /// <summary>The label it tells from the others best; null where images have no labels.</summary>
    public required string? Label { get; init; }

    /// <summary>For how many labels that area is at least 0.9.</summary>
    public required int LabelsServed { get; init; }
}
