using MathNet.Numerics;

namespace Percept.Filters.Families;

/// <summary>Gabor's wavelets: a wave under a Gaussian window, as simple cells of the visual cortex are described (Daugman, 1985).</summary>
/// <remarks>Parameters: row, column, wavelength, direction across the stripes, window width across the stripes as a share of the wavelength, window length as a multiple of its width.
/// Sine and cosine span all phases.</remarks>
sealed class GaborFamily : FilterFamily
{
    public override string Name => "gabor";

    internal override int Freedom(int channels) => channels + 7;

    internal override IEnumerable<double[]> Starts(int height, int width) =>
        Math.Min(height, width) < 3 ? [] :
        from wavelength in (double[])[2.5, 3.5, 5, 7, 10, 14, 20]
        where wavelength <= 1.5 * Math.Max(height, width)
        from share in (double[])[0.3, 0.5, 0.8]
        from angle in Generate.LinearRange(0, Math.PI / 8, Math.PI * 0.99)
        from centre in Centres(height, width)
        select (double[])[centre.Y, centre.X, wavelength, angle, share, 1.3];

    internal override Patterns? At(double[] parameters, int height, int width)
    {
        var (y, x, wavelength, angle, share, length) = (parameters[0], parameters[1], parameters[2], parameters[3], parameters[4], parameters[5]);
        // Outside of these it is a blob or a plane wave by another name.
        if (!IsWithin(y, x, height, width) || wavelength < 2 || wavelength > 2 * Math.Max(height, width) || share is < 0.25 or > 1.2 || length is < 0.5 or > 4) return null;
        var (sin, cos) = Math.SinCos(angle);
        return new(Wave(0), Wave(Math.PI / 2));

        double[] Wave(double phase) => Each(height, width, (row, column) =>
        {
            var across = ((column - x) * cos) - ((row - y) * sin);
            var along = ((column - x) * sin) + ((row - y) * cos);
            var sigma = share * wavelength;
            return Math.Exp(-((across * across) + (along * along / (length * length))) / (2 * sigma * sigma)) * Math.Cos((2 * Math.PI * across / wavelength) - phase);
        });
    }

    internal override IEnumerable<(string Name, double Value)> Describe(double[] parameters, Mixture mixture)
    {
        var sign = mixture.Colour.Sum() < 0 ? -1 : 1;
        return
        [
            ("y", parameters[0]), ("x", parameters[1]), ("wavelength", parameters[2]), ("direction", Euclid.Modulus(Trig.RadianToDegree(parameters[3]), 180)),
            ("phase", Trig.RadianToDegree(Math.Atan2(sign * mixture.Mix[1], sign * mixture.Mix[0]))), ("width", parameters[4] * parameters[2]), ("length", parameters[4] * parameters[2] * parameters[5]),
        ];
    }
}
