using MathNet.Numerics;

namespace Percept.Filters.Families;

/// <summary>Sobel's edge detectors (Sobel and Feldman, 1968): a derivative one way, a smoothing the other, both binomial; of 3 x 3 and larger, turned to any angle, anywhere in the filter.</summary>
/// <remarks>The two at right angles span all turns between (Freeman and Adelson, "The design and use of steerable filters", 1991).</remarks>
sealed class SobelFamily : FilterFamily
{
    public override string Name => "sobel";

    internal override bool IsContinuous => false;

    internal override int Freedom(int channels) => channels + 1;

    internal override IEnumerable<double[]> Starts(int height, int width) =>
        from size in Enumerable.Range(2, Math.Max(0, Math.Min(height, width) - 1))
        from top in Enumerable.Range(0, height - size + 1)
        from left in Enumerable.Range(0, width - size + 1)
        select (double[])[size, top, left];

    internal override Patterns? At(double[] parameters, int height, int width)
    {
        var (size, top, left) = ((int)parameters[0], (int)parameters[1], (int)parameters[2]);
        var (smooth, slope) = (Binomial(size), Slope(size));
        return new(Placed(smooth, slope), Placed(slope, smooth));

        double[] Placed(double[] down, double[] across) => Each(height, width, (y, x) =>
            y >= top && y < top + size && x >= left && x < left + size ? down[y - top] * across[x - left] : 0);
    }

    internal override IEnumerable<(string Name, double Value)> Describe(double[] parameters, Mixture mixture)
    {
        // Rows count downwards, angles anticlockwise.
        var sign = mixture.Colour.Sum() < 0 ? -1 : 1;
        return [("size", parameters[0]), ("top", parameters[1]), ("left", parameters[2]), ("direction", Trig.RadianToDegree(Math.Atan2(-sign * mixture.Mix[1], sign * mixture.Mix[0])))];
    }

    static double[] Binomial(int size) => [.. Enumerable.Range(0, size).Select(i => SpecialFunctions.Binomial(size - 1, i))];

    /// <summary>The difference of neighbours, smoothed as much as leaves the size.</summary>
    static double[] Slope(int size)
    {
        var smooth = Binomial(size - 1);
        return [.. Enumerable.Range(0, size).Select(i => (i > 0 ? smooth[i - 1] : 0) - (i < size - 1 ? smooth[i] : 0))];
    }
}
