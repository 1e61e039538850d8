using System.Numerics.Tensors;

namespace Percept.Imaging;

public sealed partial class Picture
{
    static readonly float[] levels = [.. Enumerable.Range(0, 256).Select(level => level / 255f)];

    /// <summary>The pixels as numbers 0 to 1, plane by plane: [channels, height, width].</summary>
    public float[] ToPlanes()
    {
        var planes = new float[pixels.Length];
        CopyPlanesTo(planes);
        return planes;
    }

    /// <summary>Writes what <see cref="ToPlanes"/> returns to a buffer of at least channels x height x width.</summary>
    public void CopyPlanesTo(Span<float> planes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(planes.Length, pixels.Length, nameof(planes));
        var area = Height * Width;
        for (var channel = 0; channel < Channels; channel++)
        {
            var plane = planes.Slice(channel * area, area);
            for (var (i, from) = (0, channel); i < plane.Length; i++, from += Channels)
                plane[i] = levels[pixels[from]];
        }
    }

    /// <summary>A picture of numbers 0 to 1, [channels, height, width], to the nearest of 256 levels; what is outside is clipped, NaN is black.</summary>
    public static Picture FromPlanes(ReadOnlySpan<float> planes, int channels, int height, int width)
    {
        var area = height * width;
        ArgumentOutOfRangeException.ThrowIfNotEqual(planes.Length, channels * area, nameof(planes));
        var pixels = new byte[planes.Length];
        var scaled = new float[area];
        var plane = new byte[area];
        for (var channel = 0; channel < channels; channel++)
        {
            TensorPrimitives.Multiply(planes.Slice(channel * area, area), 255f, scaled);
            TensorPrimitives.Add(scaled, 0.5f, scaled);
            TensorPrimitives.ConvertSaturating<float, byte>(scaled, plane);
            for (var (i, to) = (0, channel); i < plane.Length; i++, to += channels)
                pixels[to] = plane[i];
        }
        return Adopt(pixels, height, width, channels);
    }

    /// <summary>What can be seen: the picture itself if it is grey or in colour, else its planes as grey pictures side by side, row by row, on white.</summary>
    public Picture Shown()
    {
        const int Gap = 2;

        if (Channels is 1 or 3)
            return this;
        var columns = (int)Math.Ceiling(Math.Sqrt(Channels));
        var rows = (Channels + columns - 1) / columns;
        var (height, width) = ((rows * (Height + Gap)) - Gap, (columns * (Width + Gap)) - Gap);
        var shown = new byte[height * width];
        Array.Fill(shown, byte.MaxValue);
        for (var channel = 0; channel < Channels; channel++)
        {
            var (row, column) = Math.DivRem(channel, columns);
            for (var y = 0; y < Height; y++)
                for (var x = 0; x < Width; x++)
                    shown[(((row * (Height + Gap)) + y) * width) + (column * (Width + Gap)) + x] = pixels[(((y * Width) + x) * Channels) + channel];
        }

        return Adopt(shown, height, width, 1);
    }

    /// <summary>The picture with one channel, by the weights of ITU-R BT.601 that networks are commonly trained with.</summary>
    public Picture ToGrey()
    {
        if (Channels == 1)
            return this;
        if (Channels != 3)
            return Shown();
        var grey = new byte[Height * Width];
        for (var (i, from) = (0, 0); i < grey.Length; i++, from += 3)
            grey[i] = (byte)((299 * pixels[from] + 587 * pixels[from + 1] + 114 * pixels[from + 2] + 500) / 1000);
        return Adopt(grey, Height, Width, 1);
    }

    /// <summary>The picture with three channels.</summary>
    public Picture ToColor()
    {
        if (Channels == 3)
            return this;
        if (Channels != 1)
            return Shown().ToColor();
        var color = new byte[pixels.Length * 3];
        for (var i = 0; i < pixels.Length; i++)
            color.AsSpan(i * 3, 3).Fill(pixels[i]);
        return Adopt(color, Height, Width, 3);
    }
}
