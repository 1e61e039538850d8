using Percept.Numerics;

namespace Percept.Answers.Trust;

/// <summary>Whether a picture takes the way through the network that the dataset's images take (Geirhos et al., ICML 2024).</summary>
/// <remarks>
/// At each layer: Spearman's correlation of the patterns of picture and top images, scaled so that 0 is what random images have with the top ones
/// and 1 what the top ones have among each other. Over all layers: the sum of what is above the fraction line by the sum of what is below.
/// </remarks>
static class PathSimilarity
{
    /// <summary>With fewer units than this a layer has no pattern to speak of.</summary>
    internal const int LeastUnits = 4;

    /// <summary>Where the top images are hardly more alike than random ones, nothing can be scaled by it.</summary>
    const double LeastSpan = 0.1;

    /// <summary>How far a picture, and each of the random images, is above what random images have on average, and how far the top images are; null where that tells nothing.</summary>
    internal static LayerPath? At(float[] picture, IReadOnlyList<float[]> top, IReadOnlyList<float[]> random)
    {
        if (picture.Length < LeastUnits || top.Count < 2) return null;
        var tops = top.Select(Similarity.Ranked).ToArray();
        var alike = random.Select(pattern => Similarity.With(Similarity.Ranked(pattern), tops)).ToArray();
        var zero = alike.Average();
        var span = Similarity.Pairs(tops).Average() - zero;
        return span < LeastSpan ? null : new(Similarity.With(Similarity.Ranked(picture), tops) - zero, [.. alike.Select(each => each - zero)], span);
    }

    /// <summary>All layers in one number, and the standard deviation that random images have in it.</summary>
    internal static (double? Similarity, double? Spread) Overall(IReadOnlyList<LayerPath> layers)
    {
        if (layers.Count == 0) return (null, null);
        var span = layers.Sum(layer => layer.Span);
        var random = Enumerable.Range(0, layers[0].Random.Length).Average(i => Math.Pow(layers.Sum(layer => layer.Random[i]) / span, 2));
        return (layers.Sum(layer => layer.Above) / span, Math.Sqrt(random));
    }
}

/// <summary>What one layer tells of the way a picture takes.</summary>
/// <param name="Above">How much more the picture is like the top images than random images are.</param>
/// <param name="Random">The same of each random image.</param>
/// <param name="Span">The same of the top images among each other.</param>
sealed record LayerPath(double Above, double[] Random, double Span);
