namespace Percept.Imaging;

/// <summary>Numbers as colours: evenly spaced colours, and what lies between is interpolated.</summary>
public sealed class ColorMap
{
    readonly Rgb[] stops;

    ColorMap(params int[] stops) => this.stops = [.. stops.Select(Rgb.Hex)];

    /// <summary>From dark violet through green to yellow, for magnitudes; equal steps look equal, also without colour vision.</summary>
    /// <remarks>Ten colours of matplotlib's viridis (Smith and van der Walt, 2015; CC0); in between at most 3 levels of 255 off.</remarks>
    public static ColorMap Viridis { get; } = new(
        0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725);

    /// <summary>From blue through nearly white to red, for numbers with a sign.</summary>
    /// <remarks>ColorBrewer's eleven-class RdBu, turned round (Harrower and Brewer, 2003; Apache-2.0).</remarks>
    public static ColorMap Diverging { get; } = new(
        0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f);

    /// <summary>The colour at <paramref name="share"/> of the way, 0 to 1; what is outside is clipped, and NaN is mid grey.</summary>
    public Rgb At(float share)
    {
        if (float.IsNaN(share))
            return Rgb.Grey(128);
        var place = Math.Clamp(share, 0, 1) * (stops.Length - 1);
        var stop = Math.Min((int)place, stops.Length - 2);
        return stops[stop].Towards(stops[stop + 1], place - stop);
    }

    /// <summary>A map of numbers, [height, width], as a picture whose colours run from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <remarks>Without limits, the smallest and the largest finite number; a map of one number is all at the lower end.</remarks>
    public Picture Paint(ReadOnlySpan<float> values, int height, int width, float? low = null, float? high = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, height * width, nameof(values));
        var (smallest, largest) = Range(values);
        var (from, to) = (low ?? smallest, high ?? largest);
        var scale = to > from ? 1 / (to - from) : 0;
        var pixels = new byte[values.Length * 3];
        for (var i = 0; i < values.Length; i++)
        {
            var color = At((values[i] - from) * scale);
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (color.Red, color.Green, color.Blue);
        }
        return Picture.Adopt(pixels, height, width, 3);
    }

    /// <summary>A map of numbers with a sign, with zero in the middle of the colours and the largest magnitude at an end.</summary>
    public Picture PaintSigned(ReadOnlySpan<float> values, int height, int width)
    {
        var (smallest, largest) = Range(values);
        var limit = Math.Max(-smallest, largest);
        return limit > 0 ? Paint(values, height, width, -limit, limit) : Paint(values, height, width, -1, 1);
    }

    static (float Smallest, float Largest) Range(ReadOnlySpan<float> values)
    {
        var (smallest, largest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        }
        return smallest <= largest ? (smallest, largest) : (0, 0);
    }
}
