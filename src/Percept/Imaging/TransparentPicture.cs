namespace Percept.Imaging;

/// <summary>An immutable 8-bit image in sRGB that may have transparent parts: red, green, blue, and how opaque each pixel is.</summary>
/// <remarks>Colours are not multiplied by the opacity; where nothing is opaque they mean nothing.</remarks>
sealed class TransparentPicture
{
    readonly byte[] pixels;

    internal TransparentPicture(byte[] pixels, int height, int width) =>
        (this.pixels, Height, Width, IsOpaque) = (pixels, height, width, AllOpaque(pixels));

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Whether no pixel lets anything through.</summary>
    public bool IsOpaque { get; }

    /// <summary>The pixels, [height, width, 4].</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>Reads an image file like <see cref="Picture.ReadFitted"/>, but keeps its transparency; <see cref="Fit.Contain"/> leaves the rest transparent.</summary>
    /// <exception cref="PictureException">As for <see cref="Picture.Read"/>.</exception>
    public static TransparentPicture ReadFitted(string path, int height, int width, Fit fit = Fit.Cover, ReadOptions? options = null) =>
        DecodeFitted(Picture.Bytes(path, options), path, height, width, fit, options);

    /// <summary>Reads the bytes of an image file like <see cref="ReadFitted"/>; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="PictureException">As for <see cref="Picture.Read"/>.</exception>
    public static TransparentPicture DecodeFitted(byte[] bytes, string name, int height, int width, Fit fit = Fit.Cover, ReadOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return Decoder.DecodeCutout(bytes, name, height, width, fit, options ?? ReadOptions.Default);
    }

    static bool AllOpaque(byte[] pixels)
    {
        for (var i = 3; i < pixels.Length; i += 4)
            if (pixels[i] != 255) return false;
        return true;
    }
}
