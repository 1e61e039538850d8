namespace Percept.Filters.Families;

/// <summary>A patch that sums brightness: one Gaussian, the same in all channels. As wide as the filter, it is a mean.</summary>
/// <remarks>Parameters: row, column, width.</remarks>
sealed class BlobFamily : FilterFamily
{
    public override string Name => "blob";

    internal override int Freedom(int channels) => 4;

    internal override double[][] Seen(double[][] channels) =>
        [[.. Enumerable.Range(0, channels[0].Length).Select(pixel => channels.Sum(channel => channel[pixel]) / Math.Sqrt(channels.Length))]];

    internal override IEnumerable<double[]> Starts(int height, int width) => Patches(height, width);

    internal override Patterns? At(double[] parameters, int height, int width) => Patch(parameters, height, width);

    internal override IEnumerable<(string Name, double Value)> Describe(double[] parameters, Mixture mixture) =>
        [("y", parameters[0]), ("x", parameters[1]), ("width", parameters[2]), ("polarity", mixture.Colour.Sum() * mixture.Mix[0] < 0 ? -1 : 1)];

    internal static IEnumerable<double[]> Patches(int height, int width) =>
        from centre in Centres(height, width)
        from sigma in (double[])[0.6, 1, 1.6, 2.5, 4, 8]
        select (double[])[centre.Y, centre.X, sigma];

    internal static Patterns? Patch(double[] parameters, int height, int width) =>
        IsWithin(parameters[0], parameters[1], height, width) && parameters[2] >= 0.35 && parameters[2] <= 4 * Math.Max(height, width)
            ? new(Gaussian(height, width, parameters[0], parameters[1], parameters[2])) : null;
}
