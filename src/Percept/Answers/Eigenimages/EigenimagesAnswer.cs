using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Answers.Eigenimages;

/// <summary>Whether a network's features are like eigenfaces, with the numbers; what was not measured is NaN.</summary>
/// <param name="File">The picture that was drawn of it, if one was.</param>
/// <param name="Verdict">The answer in words.</param>
/// <param name="Summary">The answer in one sentence.</param>
/// <param name="Images">How many images the eigenimages are of.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
/// <param name="ExplainedVariance">The share of all variance along each eigenimage.</param>
/// <param name="EigenimageSpread">The share of pixels that an eigenimage lies on, the mean over the leading ones.</param>
/// <param name="PrincipalAngles">The principal angles, in degrees, between the first filters' span and as many leading components of patches.</param>
/// <param name="AngleByChance">What the mean of these angles is for spans that have nothing to do with each other.</param>
/// <param name="Layers">What was found for each layer, from the image on.</param>
/// <param name="Kept">What the eigenimages and the layers keep of one image; empty where that was not asked for.</param>
public sealed record EigenimagesAnswer(
    string? File, string Verdict, string Summary, int Images, IReadOnlyList<SkippedFile> Skipped, IReadOnlyList<double> ExplainedVariance, double EigenimageSpread,
    IReadOnlyList<double> PrincipalAngles, double AngleByChance, IReadOnlyList<LayerComparison> Layers, IReadOnlyList<KeptShare> Kept) : IAnswer<EigenimagesAnswer>
{
    /// <inheritdoc/>
    public static string Name => "eigenimages";

    /// <inheritdoc/>
    public static IJsonTypeInfoResolver Json => EigenimagesJson.Default;

    /// <summary>A comparison without its pictures.</summary>
    /// <param name="comparison">What was found.</param>
    /// <param name="file">The picture that was drawn of it, if one was.</param>
    public static EigenimagesAnswer Of(EigenComparison comparison, string? file = null) => new(
        file, comparison.Verdict, comparison.Summary, comparison.Images, comparison.Skipped, comparison.Eigenimages.Explained, comparison.EigenimageSpread,
        comparison.Angles, comparison.AngleByChance, comparison.Layers, [.. comparison.Kept.Select(kept => new KeptShare(kept.By, kept.Pixels, kept.Features.ToDictionary(feature => feature.Layer, feature => feature.Correlation)))]);
}

/// <summary>How like an image is what a representation of it gives back.</summary>
/// <param name="By">Which: so many eigenimages, or the inversion of a layer.</param>
/// <param name="Pixels">The correlation of its pixels with the image's.</param>
/// <param name="Features">The correlation of its activations with the image's, by layer.</param>
public sealed record KeptShare(string By, double Pixels, IReadOnlyDictionary<string, double> Features);

[JsonSerializable(typeof(EigenimagesAnswer))]
sealed partial class EigenimagesJson : JsonSerializerContext;
