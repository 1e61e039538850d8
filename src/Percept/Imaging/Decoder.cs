using NetVips;

namespace Percept.Imaging;

/// <summary>Image files to pictures: sizes checked first, then decoded, turned upright, taken to sRGB and laid on the background.</summary>
static class Decoder
{
    // What is recognised by content, of what the library can read; its own formats and plain tables of numbers are no pictures.
    static readonly string[] formats = ["Jpeg", "Uhdr", "Png", "Webp", "Nsgif", "Tiff", "Svg", "Heif"];

    public static Picture Decode(byte[] bytes, string name, ReadOptions options) =>
        Guarded(bytes, name, options, _ => Whole(bytes, options));

    public static Picture DecodeFitted(byte[] bytes, string name, int height, int width, Fit fit, ReadOptions options) => Guarded(bytes, name, options, size =>
        fit == Fit.Cover && IsThin(size, height, width, out var scale)
            ? Whole(bytes, options).Middle(height / scale, width / scale).Resize(height, width)
            : Fitted(bytes, height, width, fit, options));

    public static TransparentPicture DecodeCutout(byte[] bytes, string name, int height, int width, Fit fit, ReadOptions options) => Guarded(bytes, name, options, size =>
        new TransparentPicture(fit == Fit.Cover && IsThin(size, height, width, out _)
            ? WithOpacity(Vips.ToImage(DecodeFitted(bytes, name, height, width, fit, options)), height, width)
            : WithOpacity(Small(bytes, height, width, fit), height, width), height, width));

    /// <summary>Of a thin picture, enlarging all of it to keep the middle would compute thousands of times what is kept.</summary>
    static bool IsThin((int Height, int Width) size, int height, int width, out double scale)
    {
        scale = Math.Max((double)height / size.Height, (double)width / size.Width);
        return scale > 1 && size.Height * scale * size.Width * scale > 16.0 * height * width;
    }

    static byte[] WithOpacity(Image image, int height, int width)
    {
        using var source = image;
        using var color = InSrgb(source);
        using var complete = color.HasAlpha() ? color.Copy() : color.Bandjoin(255);
        using var levels = complete.Cast(Enums.BandFormat.Uchar);
        using var placed = levels.Gravity(Enums.CompassDirection.Centre, width, height, Enums.Extend.Background, [0, 0, 0, 0]);
        return placed.WriteToMemory<byte>();
    }

    static Picture Whole(byte[] bytes, ReadOptions options)
    {
        using var file = Image.NewFromBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        using var upright = file.Autorot();
        using var standard = Standard(upright, options.Background);
        return Vips.ToPicture(standard);
    }

    static Picture Fitted(byte[] bytes, int height, int width, Fit fit, ReadOptions options)
    {
        using var small = Small(bytes, height, width, fit);
        using var standard = Standard(small, options.Background);
        using var placed = fit == Fit.Contain
            ? standard.Gravity(Enums.CompassDirection.Centre, width, height, Enums.Extend.Background, Bands(options.Background))
            : standard.Copy();
        return Vips.ToPicture(placed);
    }

    static Image Small(byte[] bytes, int height, int width, Fit fit) => (fit == Fit.Cover ? MiddleOfJpeg(bytes, height, width) : null) ?? Image.ThumbnailBuffer(bytes, width, height: height, failOn: Enums.FailOn.Truncated,
        size: fit == Fit.Stretch ? Enums.Size.Force : Enums.Size.Both,
        crop: fit == Fit.Cover ? Enums.Interesting.Centre : Enums.Interesting.None);

    /// <summary>What the library makes of a plain JPEG that is too small to be decoded to less than all, without the copy of it that it takes before it crops; null for others.</summary>
    static Image? MiddleOfJpeg(byte[] bytes, int height, int width)
    {
        if (bytes is not [0xFF, 0xD8, ..]) return null;
        using var whole = Image.NewFromBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);
        var scale = Math.Max((double)height / whole.Height, (double)width / whole.Width);
        var isPlain = whole is { Bands: 3, Interpretation: Enums.Interpretation.Srgb } && !whole.Contains("icc-profile-data") && !(whole.Contains("orientation") && (int)whole.Get("orientation") != 1);
        if (scale is > 1 or <= 0.5 || !isPlain) return null;
        using var small = whole.Resize(scale);
        return small.ExtractArea((small.Width - width) / 2, (small.Height - height) / 2, width, height);
    }

    static Picture Middle(this Picture picture, double height, double width)
    {
        var (rows, columns) = (Math.Clamp((int)Math.Round(height), 1, picture.Height), Math.Clamp((int)Math.Round(width), 1, picture.Width));
        return picture.Crop(new((picture.Height - rows) / 2, (picture.Width - columns) / 2, rows, columns));
    }

    static T Guarded<T>(byte[] bytes, string name, ReadOptions options, Func<(int Height, int Width), T> decode)
    {
        try
        {
            CheckFormat(bytes, name);
            CheckEnd(bytes, name);
            return decode(CheckedSize(bytes, name, options));
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

    /// <summary>A JPEG ends with a marker after its last scan, a PNG with a chunk; libvips does not miss them where it decodes to a size.</summary>
    static void CheckEnd(byte[] bytes, string name)
    {
        var ends = bytes switch
        {
            [0xFF, 0xD8, ..] => bytes.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xDA]) is >= 0 and var scan && bytes.AsSpan(scan).IndexOf([(byte)0xFF, (byte)0xD9]) >= 0,
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => bytes.AsSpan().LastIndexOf("IEND"u8) >= 0,
            _ => true,
        };
        if (!ends) throw new PictureException($"'{name}' is damaged or cannot be decoded: premature end of {(bytes[0] == 0xFF ? "JPEG" : "PNG")} image.");
    }

    /// <summary>The size when upright.</summary>
    static (int Height, int Width) CheckedSize(byte[] bytes, string name, ReadOptions options)
    {
        using var header = Image.NewFromBuffer(bytes, access: Enums.Access.Sequential);
        var pixels = (long)header.Width * header.Height;
        if (pixels > options.MaximumPixels)
            throw new PictureException($"'{name}' declares {header.Height} x {header.Width} pixels, {pixels:N0}; the limit is {options.MaximumPixels:N0}.");
        var frames = header.Contains("n-pages") ? (int)header.Get("n-pages") : 1;
        if (frames > options.MaximumFrames)
            throw new PictureException($"'{name}' declares {frames:N0} frames; the limit is {options.MaximumFrames:N0}.");
        var lies = header.Contains("orientation") && (int)header.Get("orientation") is >= 5 and <= 8;
        return lies ? (header.Width, header.Height) : (header.Height, header.Width);
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
