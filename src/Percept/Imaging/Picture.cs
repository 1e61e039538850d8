namespace Percept.Imaging;

/// <summary>An immutable 8-bit image in sRGB with one channel (grey) or three (red, green, blue), or with any other number of planes, which are shown side by side.</summary>
/// <remarks>Sizes are height before width, as in the shapes of tensors. Two pictures are equal when their sizes and pixels are.</remarks>
public sealed partial class Picture : IEquatable<Picture>
{
    readonly byte[] pixels;

    /// <summary>A picture of a copy of these pixels, rows from the top, channels interleaved: [height, width, channels].</summary>
    /// <exception cref="ArgumentException">The buffer's length is not height x width x channels, or channels is below 1.</exception>
    public Picture(int height, int width, int channels, ReadOnlySpan<byte> pixels)
        : this(pixels.ToArray(), height, width, channels)
    {
    }

    Picture(byte[] pixels, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (pixels.Length != (long)height * width * channels)
            throw new ArgumentException($"A picture of {height} x {width} x {channels} has {(long)height * width * channels} bytes, not {pixels.Length}.", nameof(pixels));
        (this.pixels, Height, Width, Channels) = (pixels, height, width, channels);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>1 for grey, 3 for red, green and blue; any other number for planes.</summary>
    public int Channels { get; }

    /// <summary>The pixels, [height, width, channels].</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    internal ReadOnlyMemory<byte> Memory => pixels;

    /// <summary>The channels of one pixel.</summary>
    public ReadOnlySpan<byte> this[int y, int x]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
            return pixels.AsSpan((y * Width + x) * Channels, Channels);
        }
    }

    /// <summary>A picture of one colour.</summary>
    public static Picture Filled(int height, int width, Rgb color)
    {
        var pixels = new byte[height * width * 3];
        for (var i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (color.Red, color.Green, color.Blue);
        return Adopt(pixels, height, width, 3);
    }

    /// <inheritdoc/>
    public bool Equals(Picture? other) =>
        other is not null && (Height, Width, Channels) == (other.Height, other.Width, other.Channels) && Pixels.SequenceEqual(other.Pixels);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Picture);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Width);
        hash.AddBytes(pixels);
        return hash.ToHashCode();
    }

    /// <summary>The size in words.</summary>
    public override string ToString() => $"Picture {Height} x {Width} x {Channels}";

    /// <summary>A picture of these very pixels, which nobody changes from here on.</summary>
    internal static Picture Adopt(byte[] pixels, int height, int width, int channels) => new(pixels, height, width, channels);
}
