namespace Percept.Trust;

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
    const double LeastSpan = 0.05;

    /// <summary>Where the picture is between random images and top ones at one layer; null where that cannot be told.</summary>
    internal static (double Above, double Span)? At(float[] picture, IReadOnlyList<float[]> top, IReadOnlyList<float[]> random)
    {
        if (picture.Length < LeastUnits || top.Count < 2) return null;
        var (ranked, tops) = (Correlation.Ranked(picture), top.Select(Correlation.Ranked).ToArray());
        var zero = random.Average(pattern => Correlation.With(Correlation.Ranked(pattern), tops));
        var span = Correlation.Pairs(tops).Average() - zero;
        return span < LeastSpan ? null : (Correlation.With(ranked, tops) - zero, span);
    }

    internal static double? Overall(IEnumerable<(double Above, double Span)?> layers)
    {
        var told = layers.OfType<(double Above, double Span)>().ToArray();
        return told.Length == 0 ? null : told.Sum(layer => layer.Above) / told.Sum(layer => layer.Span);
    }
}
