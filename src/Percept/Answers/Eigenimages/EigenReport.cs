namespace Percept.Answers.Eigenimages;

/// <summary>A comparison with eigenimages as data, by the names that programs read.</summary>
public static class EigenReport
{
    /// <summary>The comparison; numbers that were not measured are NaN.</summary>
    /// <param name="comparison">What was found.</param>
    /// <param name="file">The picture that was written of it, if one was.</param>
    public static object Of(EigenComparison comparison, string? file = null) => new
    {
        file,
        verdict = comparison.Verdict,
        summary = comparison.Summary,
        images = comparison.Images,
        skipped = comparison.Skipped,
        explained_variance = comparison.Eigenimages.Explained,
        eigenimage_spread = comparison.EigenimageSpread,
        principal_angles = comparison.Angles,
        angle_by_chance = comparison.AngleByChance,
        layers = comparison.Layers.Select(layer => new { name = layer.Layer, r2 = layer.R2, spread = layer.Spread }),
        kept = comparison.Kept.Select(kept => new { by = kept.By, pixels = kept.Pixels, features = kept.Features.ToDictionary(feature => feature.Layer, feature => feature.Correlation) }),
    };
}
