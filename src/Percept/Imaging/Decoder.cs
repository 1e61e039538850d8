using NetVips;

namespace Percept.Imaging;

/// <summary>Image files to pictures: sizes checked first, then decoded, turned upright, taken to sRGB and laid on the background.</summary>
static class Decoder
{
    // What is recognised by content, of what the library can read; its own formats and plain tables of numbers are no pictures.
    static readonly string[] formats = ["Jpeg", "Uhdr", "Png", "Webp", "Nsgif", "Tiff", "Svg", "Heif"];

    public static Picture Decode(byte[] bytes, string name, ReadOptions options) => Guarded(bytes, name, options, () =>
    {
        using var file = Image.NewFromBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        using var upright = file.Autorot();
        using var standard = Standard(upright, options.Background);
        return Vips.ToPicture(standard);
    });

    public static Picture DecodeFitted(byte[] bytes, string name, int height, int width, Fit fit, ReadOptions options) => Guarded(bytes, name, options, () =>
    {
        using var small = Image.ThumbnailBuffer(bytes, width, height: height, failOn: Enums.FailOn.Truncated, outputProfile: "srgb",
            size: fit == Fit.Stretch ? Enums.Size.Force : Enums.Size.Both,
            crop: fit == Fit.Cover ? Enums.Interesting.Centre : Enums.Interesting.None);
        using var plain = small.Mutate(image => image.Remove("icc-profile-data"));
        using var standard = Standard(plain, options.Background);
        using var placed = fit == Fit.Contain
            ? standard.Gravity(Enums.CompassDirection.Centre, width, height, Enums.Extend.Background, Bands(options.Background))
            : standard.Copy();
        return Vips.ToPicture(placed);
    });

    static Picture Guarded(byte[] bytes, string name, ReadOptions options, Func<Picture> decode)
    {
        try
        {
            CheckFormat(bytes, name);
            CheckSize(bytes, name, options);
            return decode();
        }
        catch (VipsException error)
        {
            throw new PictureException($"'{name}' is damaged or cannot be decoded: {Vips.Reason(error)}.", error);
        }
    }

    static void CheckFormat(byte[] bytes, string name)
    {
        var loader = bytes.Length == 0 ? null : Vips.Loader(bytes);
        if (loader is null || !formats.Any(format => loader.Contains(format, StringComparison.Ordinal)))
            throw new PictureException($"'{name}' is {(bytes.Length == 0 ? "empty" : "no image that Percept reads")}; it reads JPEG, PNG, WebP, GIF, TIFF, SVG and AVIF.");
    }

    static void CheckSize(byte[] bytes, string name, ReadOptions options)
    {
        using var header = Image.NewFromBuffer(bytes, access: Enums.Access.Sequential);
        var pixels = (long)header.Width * header.Height;
        if (pixels > options.MaximumPixels)
            throw new PictureException($"'{name}' declares {header.Height} x {header.Width} pixels, {pixels:N0}; the limit is {options.MaximumPixels:N0}.");
        var frames = header.Contains("n-pages") ? (int)header.Get("n-pages") : 1;
        if (frames > options.MaximumFrames)
            throw new PictureException($"'{name}' declares {frames:N0} frames; the limit is {options.MaximumFrames:N0}.");
    }

    static Image Standard(Image image, Rgb background)
    {
        using var color = InSrgb(image);
        using var opaque = color.HasAlpha() ? color.Flatten(background: Bands(background)) : color.Copy();
        return opaque.Cast(Enums.BandFormat.Uchar);
    }

    static Image InSrgb(Image image)
    {
        if (image.Contains("icc-profile-data"))
        {
            try
            {
                return image.IccTransform("srgb", embedded: true);
            }
            catch (VipsException)
            {
                // A profile that is damaged or of another colour space says nothing; the numbers are then taken as they stand.
            }
        }
        return image.Colourspace(Enums.Interpretation.Srgb);
    }

    static double[] Bands(Rgb color) => [color.Red, color.Green, color.Blue];
}
