using System.Numerics.Tensors;
using Percept.Imaging;

namespace Percept.Trust;

/// <summary>What is usual on the way to a layer: what the network makes of random parts of the dataset's images. All else is compared with it.</summary>
sealed class Surroundings
{
    readonly (float[] Mean, float[] Scale)[] usual;

    internal Surroundings(Sight sight, IReadOnlyList<Picture> images)
    {
        var random = new Random(images.Count);
        var seen = images.Select(image => sight.Look(Windows.Anywhere(image, random, sight.Height, sight.Width))).ToArray();
        usual = [.. sight.Path.Select((_, layer) => Usual([.. seen.Select(impression => impression.Patterns[layer])]))];
        Patterns = [.. seen.Select(Standardised)];
        Spectrum = Usual([.. seen.Select(impression => impression.Spectrum)]).Mean;
        SpectrumDistances = [.. seen.Select(SpectrumDistance)];
    }

    /// <summary>The patterns of the random parts, by layer, in standard deviations from the mean.</summary>
    internal IReadOnlyList<float[][]> Patterns { get; }

    internal float[] Spectrum { get; }

    /// <summary>How far the spectrum of each random part is from that of all.</summary>
    internal IReadOnlyList<double> SpectrumDistances { get; }

    /// <summary>An impression's patterns in standard deviations from what is usual; units that never vary are left at 0.</summary>
    internal float[][] Standardised(Impression impression) => [.. impression.Patterns.Zip(usual, (pattern, of) =>
    {
        var apart = new float[pattern.Length];
        TensorPrimitives.Subtract(pattern, of.Mean, apart);
        TensorPrimitives.Multiply(apart, of.Scale, apart);
        return apart;
    })];

    /// <summary>The root mean square difference of the logarithm of power from the dataset's, over all rings: 1 is a tenfold power.</summary>
    internal double SpectrumDistance(Impression impression) => TensorPrimitives.Distance(impression.Spectrum, Spectrum) / Math.Sqrt(Math.Max(1, Spectrum.Length));

    static (float[] Mean, float[] Scale) Usual(float[][] patterns)
    {
        var (mean, scale) = (new float[patterns[0].Length], new float[patterns[0].Length]);
        for (var unit = 0; unit < mean.Length; unit++)
        {
            var numbers = patterns.Select(pattern => pattern[unit]).ToArray();
            mean[unit] = TensorPrimitives.Average<float>(numbers);
            var deviation = TensorPrimitives.StdDev<float>(numbers);
            scale[unit] = deviation > 1e-6f * Math.Max(1, Math.Abs(mean[unit])) ? 1 / deviation : 0;
        }

        return (mean, scale);
    }
}
