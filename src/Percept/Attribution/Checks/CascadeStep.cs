using System.Numerics.Tensors;
using Percept.Trust;

namespace Percept.Attribution.Checks;

/// <summary>A map of a network whose upper part has lost what it learned (Adebayo et al., 2018).</summary>
/// <param name="From">The first operator whose weights are shuffled; those of all after it are, too.</param>
/// <param name="Shuffled">The share of operators with weights that these are, 0 to 1.</param>
/// <param name="Map">The map.</param>
/// <param name="Rank">Spearman's correlation of its pixels with those of the map of the network as it is.</param>
/// <param name="RankOfMagnitudes">The same without signs, which is nearer to what the eye sees.</param>
public sealed record CascadeStep(string From, double Shuffled, AttributionMap Map, double Rank, double RankOfMagnitudes)
{
    internal static CascadeStep Of(string from, double shuffled, AttributionMap map, AttributionMap original)
    {
        var (here, there) = (map.Flat(), original.Flat());
        return new(from, shuffled, map, Spearman(here, there), Spearman(Magnitudes(here), Magnitudes(there)));
    }

    static double Spearman(float[] a, float[] b) => Correlation.Cosine(Correlation.Ranked(a), Correlation.Ranked(b));

    static float[] Magnitudes(float[] values)
    {
        var magnitudes = new float[values.Length];
        TensorPrimitives.Abs(values, magnitudes);
        return magnitudes;
    }
}
