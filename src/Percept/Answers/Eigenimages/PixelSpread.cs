using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Answers.Eigenimages;

/// <summary>How much of an image a pattern lies on: 1 where all pixels weigh the same, one pixel's share where it is one pixel.</summary>
/// <remarks>The participation ratio of the energy: (Σ e)² / (n Σ e²), with e a pixel's squared weights summed over channels.</remarks>
static class PixelSpread
{
    const int Units = 6;

    /// <summary>The share of pixels of a pattern of channels x pixels.</summary>
    internal static double Of(ReadOnlySpan<float> pattern, int channels)
    {
        var energy = new float[pattern.Length / channels];
        for (var i = 0; i < pattern.Length; i++) energy[i % energy.Length] += pattern[i] * pattern[i];
        return Of(energy);
    }

    /// <summary>The mean share of pixels that the gradients of a layer's middle neurons lie on, over some units and images; NaN where all are zero.</summary>
    internal static double Of(Network network, Layer layer, IReadOnlyList<Picture> pictures, int seed)
    {
        using var sensitivity = new UnitGradient(network, layer);
        int[] units = [.. Enumerable.Range(0, layer.Channels)];
        new Random(seed).Shuffle(units);
        var shares = from fitted in pictures.Select(network.Preprocessing.Fit) from unit in units.Take(Units) select Of(sensitivity.Of(fitted, unit, layer.Height / 2, layer.Width / 2).Energy);
        return shares.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
    }

    static double Of(IReadOnlyList<float> energy)
    {
        var (sum, squares) = (energy.Sum(pixel => (double)pixel), energy.Sum(pixel => (double)pixel * pixel));
        return squares > 0 ? sum * sum / (energy.Count * squares) : double.NaN;
    }
}
