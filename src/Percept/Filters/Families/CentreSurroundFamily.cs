namespace Percept.Filters.Families;

/// <summary>A spot against its surround: a difference of Gaussians whose widths stand as 1 to 1.6, as in retinal ganglion cells (Marr and Hildreth, 1980).</summary>
/// <remarks>Parameters: row, column, the centre's width. Each Gaussian has the same volume, so a flat image gives nothing.</remarks>
sealed class CentreSurroundFamily : FilterFamily
{
    const double Ratio = 1.6;

    public override string Name => "centre-surround";

    internal override int Freedom(int channels) => channels + 3;

    internal override IEnumerable<double[]> Starts(int height, int width) =>
        Math.Min(height, width) < 3 ? [] :
        from centre in Centres(height, width)
        from sigma in (double[])[0.5, 0.8, 1.2, 1.8, 2.7]
        where sigma <= Math.Max(height, width) / 3.0
        select (double[])[centre.Y, centre.X, sigma];

    internal override Patterns? At(double[] parameters, int height, int width)
    {
        var (y, x, sigma) = (parameters[0], parameters[1], parameters[2]);
        if (!IsWithin(y, x, height, width) || sigma < 0.35 || sigma > Math.Max(height, width) / 2.0) return null;
        var (centre, surround) = (Gaussian(height, width, y, x, sigma), Gaussian(height, width, y, x, Ratio * sigma));
        return new([.. centre.Zip(surround, (inner, outer) => inner - (outer / (Ratio * Ratio)))]);
    }

    internal override IEnumerable<(string Name, double Value)> Describe(double[] parameters, Mixture mixture) =>
        [("y", parameters[0]), ("x", parameters[1]), ("centre_width", parameters[2]), ("surround_width", Ratio * parameters[2]), ("polarity", mixture.Colour.Sum() * mixture.Mix[0] < 0 ? -1 : 1)];
}
