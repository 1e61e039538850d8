using System.Numerics.Tensors;
using Percept.Numerics;

namespace Percept.Attribution.Checks;

/// <summary>A map of a network whose upper part has lost what it learned (Adebayo et al., 2018).</summary>
/// <param name="From">The first operator whose weights are shuffled; those of all after it are, too.</param>
/// <param name="Shuffled">The share of operators with weights that these are, 0 to 1.</param>
/// <param name="Map">The map.</param>
/// <param name="Rank">Spearman's correlation of its pixels with those of the map of the network as it is, where one of the two is not zero: what the objective cannot see is alike in any two maps.</param>
/// <param name="RankOfMagnitudes">The same without signs, which is nearer to what the eye sees, and without what is due to where the objective looks: the partial correlation given the
/// smoothed map of a network with nothing learned on another image.</param>
public sealed record CascadeStep(string From, double Shuffled, AttributionMap Map, double Rank, double RankOfMagnitudes)
{
    const int EnvelopeCells = 32;

    internal static CascadeStep Of(string from, double shuffled, AttributionMap map, AttributionMap original, float[] envelope)
    {
        var (here, there) = (map.Flat(), original.Flat());
        int[] seen = [.. Enumerable.Range(0, here.Length).Where(pixel => here[pixel] != 0 || there[pixel] != 0)];
        (here, there, envelope) = (At(seen, here), At(seen, there), At(seen, envelope));
        return new(from, shuffled, map, Spearman(here, there), Partial(Magnitudes(here), Magnitudes(there), envelope));
    }

    /// <summary>Where a map can be large at all, whatever is in the picture.</summary>
    internal static float[] Envelope(AttributionMap map) => Grids.Smooth(Magnitudes(map.Flat()), map.Height, map.Width, EnvelopeCells);

    static float[] At(int[] places, float[] values) => Array.ConvertAll(places, place => values[place]);

    /// <summary>What two maps have in common beyond what each has with a third.</summary>
    static double Partial(float[] a, float[] b, float[] given)
    {
        const double Least = 1e-6;
        var (ab, aGiven, bGiven) = (Spearman(a, b), Spearman(a, given), Spearman(b, given));
        return (ab - (aGiven * bGiven)) / Math.Sqrt(Math.Max(Least, 1 - (aGiven * aGiven)) * Math.Max(Least, 1 - (bGiven * bGiven)));
    }

    static double Spearman(float[] a, float[] b) => Similarity.Cosine(Similarity.Ranked(a), Similarity.Ranked(b));

    static float[] Magnitudes(float[] values)
    {
        var magnitudes = new float[values.Length];
        TensorPrimitives.Abs(values, magnitudes);
        return magnitudes;
    }
}
