using System.Numerics.Tensors;
using Percept.Atlases;

namespace Percept.Answers.Trust;

/// <summary>What is usual on the way to a layer: what the network makes of windows that excite just any of the layer's units. All else is compared with it.</summary>
/// <remarks>Not of windows anywhere: most of those are empty, and whatever shows anything would look like a unit's top images.</remarks>
sealed class ReferenceDistribution
{
    readonly (float[] Mean, float[] Scale)[] usual;

    internal ReferenceDistribution(LayerProbe sight, Atlas atlas, IReadOnlyList<ExampleRecord> examples)
    {
        var seen = sight.Network.Processors.Select(examples, example => sight.Look(DatasetWindows.Around(atlas, example, sight.Height, sight.Width), example.Unit));
        usual = [.. sight.Path.Select((_, layer) => Usual([.. seen.Select(impression => impression.Patterns[layer])]))];
        Random = [.. examples.Zip(seen)];
        Spectrum = Usual([.. seen.Select(impression => impression.Spectrum)]).Mean;
        SpectrumDistances = [.. seen.Select(SpectrumDistance)];
    }

    /// <summary>The examples with what the network makes of them.</summary>
    internal IReadOnlyList<(ExampleRecord Example, UnitResponses Impression)> Random { get; }

    /// <summary>Those that have nothing to do with a unit.</summary>
    internal IReadOnlyList<UnitResponses> Without(IReadOnlyList<ExampleRecord> top) =>
        [.. Random.Where(each => !top.Any(example => example.Image == each.Example.Image || example.Unit == each.Example.Unit)).Select(each => each.Impression)];

    internal float[] Spectrum { get; }

    /// <summary>How far the spectrum of each window is from that of all.</summary>
    internal IReadOnlyList<double> SpectrumDistances { get; }

    /// <summary>An impression's patterns in standard deviations from what is usual; units that never vary are left at 0.</summary>
    internal float[][] Standardised(UnitResponses impression) => [.. impression.Patterns.Zip(usual, Standardised)];

    internal static float[] Standardised(float[] pattern, (float[] Mean, float[] Scale) usual)
    {
        var apart = new float[pattern.Length];
        TensorPrimitives.Subtract(pattern, usual.Mean, apart);
        TensorPrimitives.Multiply(apart, usual.Scale, apart);
        return apart;
    }

    /// <summary>The root mean square difference of the logarithm of power from the dataset's, over all rings: 1 is a tenfold power.</summary>
    internal double SpectrumDistance(UnitResponses impression) => TensorPrimitives.Distance(impression.Spectrum, Spectrum) / Math.Sqrt(Math.Max(1, Spectrum.Length));

    internal static (float[] Mean, float[] Scale) Usual(float[][] patterns)
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
