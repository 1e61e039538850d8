using System.Globalization;
using Percept.Filters;
using Percept.Imaging;
using Percept.Numerics;
using static System.FormattableString;

namespace Percept.Answers.Eigenimages;

/// <summary>The answer to "are a network's features like eigenfaces?", with its numbers.</summary>
public sealed record EigenComparison
{
    /// <summary>How many images the eigenimages are of.</summary>
    public required int Images { get; init; }

    /// <summary>The files that could not be read, and why.</summary>
    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    /// <summary>Rows and columns of the images that were compared, in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>3, or 1 for grey.</summary>
    public required int Channels { get; init; }

    /// <summary>The principal components of the images: the mean, and the eigenimages.</summary>
    public required PrincipalComponents Eigenimages { get; init; }

    /// <summary>The principal components of patches of the images, of the first filters' size; null where the network has no filters.</summary>
    public PrincipalComponents? Patches { get; init; }

    /// <summary>The independent components of the same patches.</summary>
    public IReadOnlyList<float[]> Independent { get; init; } = [];

    /// <summary>The network's first filters.</summary>
    public IReadOnlyList<Filter> Filters { get; init; } = [];

    /// <summary>The principal angles, in degrees, between the filters' span and as many leading patch components.</summary>
    public IReadOnlyList<double> Angles { get; init; } = [];

    /// <summary>What the mean of these angles is for spans that have nothing to do with each other.</summary>
    public double AngleByChance { get; init; } = double.NaN;

    /// <summary>The share of pixels that an eigenimage lies on, the mean over the leading ones.</summary>
    public required double EigenimageSpread { get; init; }

    /// <summary>What was found for each layer, from the image on.</summary>
    public required IReadOnlyList<LayerComparison> Layers { get; init; }

    /// <summary>What the eigenimages and the layers keep of one image; empty where that was not asked for.</summary>
    public IReadOnlyList<ReconstructionQuality> Kept { get; init; } = [];

    /// <summary>The answer in words.</summary>
    public string Verdict
    {
        get
        {
            var (first, last) = (Layers[0], Layers[^1]);
            var local = Layers.FirstOrDefault(layer => double.IsFinite(layer.Spread));
            var text = new List<string> { IsAlike ? "In part like eigenfaces." : "Unlike eigenfaces." };
            if (local is not null) text.Add(Invariant($"An eigenimage lies on {EigenimageSpread:0%} of the pixels, a unit of {local.Name} on {Small(local.Spread)}."));
            if (Angles.Count > 0) text.Add(Invariant($"The first filters span other directions than the leading components of patches: {Angles.Average():0}° apart on average, where chance gives {AngleByChance:0}°."));
            text.Add(Invariant($"What eigenimage coefficients say of a neuron, they say linearly: they {Predicted("predict", first, last)} on images held out."));
            text.Add("An eigenimage is a direction of pixels in which whole images differ; a feature is a local pattern, found anywhere, built from others through nonlinear steps.");
            return string.Join(' ', text);
        }
    }

    /// <summary>The answer in one sentence.</summary>
    public string Summary => Invariant($"{(IsAlike ? "In part like" : "Unlike")} eigenfaces: a linear function of eigenimage coefficients {Predicted("predicts", Layers[0], Layers[^1])}.");

    /// <summary>Whether most of what the last layer does is a linear function of eigenimage coefficients, or the units spread as far as eigenimages do.</summary>
    bool IsAlike => Layers[^1].R2 > 0.75 || Layers.Where(layer => double.IsFinite(layer.Spread)).Select(layer => layer.Spread).DefaultIfEmpty(0).First() > EigenimageSpread / 2;

    /// <summary>What is predicted of two layers; nothing can be of one whose neurons do not vary.</summary>
    static string Predicted(string predicts, LayerComparison first, LayerComparison last) => (double.IsFinite(first.R2), double.IsFinite(last.R2)) switch
    {
        (true, true) => Invariant($"{predicts} {first.R2:0%} of the variance in {first.Name} and {last.R2:0%} in {last.Name}"),
        (true, false) => Invariant($"{predicts} {first.R2:0%} of the variance in {first.Name} (nothing varies in {last.Name})"),
        (false, true) => Invariant($"{predicts} {last.R2:0%} of the variance in {last.Name} (nothing varies in {first.Name})"),
        _ => Invariant($"{predicts} nothing, for nothing varies in {first.Name} and {last.Name}"),
    };

    static string Small(double share) => share.ToString(share < 0.01 ? "0.###%" : "0%", CultureInfo.InvariantCulture);
}

/// <summary>What a layer's neurons have to do with eigenimages.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="R2">How much of a neuron's variance over images held out a linear function of the leading eigenimage coefficients predicts: the median over neurons.</param>
/// <param name="Spread">The share of pixels that a neuron's gradient lies on, the mean; NaN where it was not measured.</param>
public sealed record LayerComparison(string Name, double R2, double Spread);

/// <summary>An image as some representation of it gives it back.</summary>
/// <param name="By">Which: so many eigenimages, or the inversion of a layer.</param>
/// <param name="Picture">What comes back.</param>
/// <param name="Pixels">The correlation of its pixels with the image's.</param>
/// <param name="Features">The correlation of its activations with the image's, for the layers compared, by name.</param>
public sealed record ReconstructionQuality(string By, Picture Picture, double Pixels, IReadOnlyList<(string Layer, double Correlation)> Features);
