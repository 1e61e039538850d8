using Percept.Imaging;

namespace Percept.Visualization;

/// <summary>What optimisation found for an objective.</summary>
/// <param name="Objective">What was maximised.</param>
/// <param name="Picture">The image, with 8 bits a channel; a transparent one over an even grey.</param>
/// <param name="Activation">What this very picture reaches, without transforms: a unit's highest activation, or the objective's score where it is not one unit.</param>
/// <param name="Recipe">How it was found: this recipe gives the very same picture, with the seed and the number of steps it came to.</param>
public sealed record FeatureVisualization(Objective Objective, Picture Picture, float Activation, Recipe Recipe)
{
    /// <summary>Whether the picture reaches more than what it started from. One that does not says nothing of the unit, and is not to be shown as if it did.</summary>
    public bool IsExcited { get; init; } = true;

    /// <summary>Where the picture counts, white, and where it is transparent, black; null where the recipe does not ask for it.</summary>
    public Picture? Opacity { get; init; }

    /// <summary>The picture as a PNG file, transparent where the recipe asks for it.</summary>
    public byte[] ToPng() => Opacity is null ? Picture.ToPng() : Picture.ToPng(Opacity);
}

/// <summary>How far an optimisation is.</summary>
/// <param name="Done">Objectives that are finished.</param>
/// <param name="Total">All objectives.</param>
/// <param name="Share">The share of all steps that are taken, 0 to 1.</param>
public sealed record OptimizationProgress(int Done, int Total, double Share);
