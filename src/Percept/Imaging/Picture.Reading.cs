namespace Percept.Imaging;

public sealed partial class Picture
{
    /// <summary>Reads a JPEG, PNG, WebP, GIF (its first frame), TIFF (its first page), SVG or AVIF file as three channels.</summary>
    /// <remarks>The orientation and the colour profile are applied, and transparent parts show the options' background.</remarks>
    /// <exception cref="PictureException">The file is missing, no such image, damaged or truncated, or larger than the options allow.</exception>
    public static Picture Read(string path, ReadOptions? options = null) =>
        Decode(Bytes(path, options), path, options);

    /// <summary>Reads a file like <see cref="Read"/>, but straight to a size, which for large JPEG files is many times faster.</summary>
    /// <exception cref="PictureException">As for <see cref="Read"/>.</exception>
    public static Picture ReadFitted(string path, int height, int width, Fit fit = Fit.Cover, ReadOptions? options = null) =>
        DecodeFitted(Bytes(path, options), path, height, width, fit, options);

    /// <summary>Reads the bytes of an image file like <see cref="Read"/>; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="PictureException">As for <see cref="Read"/>.</exception>
    public static Picture Decode(byte[] bytes, string name, ReadOptions? options = null) =>
        Decoder.Decode(bytes, name, options ?? ReadOptions.Default);

    /// <summary>Reads the bytes of an image file like <see cref="ReadFitted"/>; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="PictureException">As for <see cref="Read"/>.</exception>
    public static Picture DecodeFitted(byte[] bytes, string name, int height, int width, Fit fit = Fit.Cover, ReadOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return Decoder.DecodeFitted(bytes, name, height, width, fit, options ?? ReadOptions.Default);
    }

    internal static byte[] Bytes(string path, ReadOptions? options)
    {
        try
        {
            var limit = Math.Min((options ?? ReadOptions.Default).MaximumBytes, Array.MaxLength);
            if (Directory.Exists(path))
                throw new PictureException($"'{path}' is a folder, not an image file.");
            if (!File.Exists(path))
                throw new PictureException($"The image file '{path}' does not exist.");
            // A link has a length of its own.
            var length = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).Length;
            if (length > limit)
                throw new PictureException($"'{path}' has {length:N0} bytes; the limit is {limit:N0}.");
            // What is no regular file (a pipe, a device) has no length either, and opening it might never return.
            return length == 0 ? [] : File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PictureException($"The image file '{path}' cannot be read: {error.Message}", error);
        }
    }
}
