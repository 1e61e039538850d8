namespace Percept.Atlases;

/// <summary>What a unit did over the dataset: of its highest activation in each image.</summary>
/// <param name="Layer">The layer's index.</param>
/// <param name="Unit">The channel, from 0.</param>
/// <param name="Images">How many images were seen.</param>
/// <param name="Mean">Mean over the images.</param>
/// <param name="StandardDeviation">Standard deviation over the images.</param>
/// <param name="Minimum">The lowest of them.</param>
/// <param name="Maximum">The highest of them.</param>
/// <param name="Fires">The share of images, 0 to 1, in which the unit fires (is above zero anywhere).</param>
/// <param name="NotFinite">At how many positions of all images the activation was NaN or infinite; they are left out of the rest.</param>
public sealed record UnitStatistics(
    int Layer, int Unit, long Images, double Mean, double StandardDeviation, double Minimum, double Maximum, double Fires, long NotFinite = 0)
{
    /// <summary>The share of positions, over all images, at which the unit is above zero; NaN where it is not known.</summary>
    public double FiresAt { get; init; } = double.NaN;

    /// <summary>How the activations are spread, to be written; it is read by <see cref="Atlas.Profile"/>.</summary>
    public UnitProfile? Profile { get; init; }

    /// <summary>Whether no image made a difference to the unit.</summary>
    public bool IsDead => Images > 1 && Maximum <= Minimum;
}
