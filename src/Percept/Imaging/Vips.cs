using NetVips;

namespace Percept.Imaging;

/// <summary>The library's global state, set once before its first use, and the way from its images to pictures and back.</summary>
static class Vips
{
    // Held here, for the library calls it for as long as the process lives.
    static readonly Log.LogDelegate silence = (_, _, _) => { };

    static Vips()
    {
        // Nothing is decoded twice, so a cache would only hold memory; and readers already are on several threads.
        (Cache.Max, Cache.MaxMem, Cache.MaxFiles) = (0, 0, 0);
        NetVips.NetVips.Concurrency = 1;
        // What matters of its warnings arrives as an exception; the rest would land on standard error, between progress bars.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, silence);
    }

    /// <summary>The library's name of the reader for these bytes, judged by their content; null where it has none.</summary>
    public static string? Loader(byte[] bytes) => Image.FindLoadBuffer(bytes);

    /// <summary>The image of a picture; it reads the picture's own memory.</summary>
    public static Image ToImage(Picture picture)
    {
        using var image = Image.NewFromMemory(picture.Memory, picture.Width, picture.Height, picture.Channels, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: picture.Channels == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    /// <summary>The picture of an 8-bit image of one or three bands; this is where the pixels are computed.</summary>
    public static Picture ToPicture(Image image) =>
        Picture.Adopt(image.WriteToMemory<byte>(), image.Height, image.Width, image.Bands);

    /// <summary>Words as ink on nothing, one band, at one pixel a point; without a font file, in whatever font the system has.</summary>
    public static Image Text(string markup, string font, string? fontFile, int width, bool centered) =>
        Image.Text(markup, font: font, fontfile: fontFile, width: width, dpi: 72, wrap: Enums.TextWrap.WordChar,
            align: centered ? Enums.Align.Centre : Enums.Align.Low);

    /// <summary>The first line of what the library says, without its end mark.</summary>
    public static string Reason(VipsException error)
    {
        var lines = $"{error.InnerException?.Message ?? error.Message}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(line => line.Contains(": ", StringComparison.Ordinal), lines.LastOrDefault("unknown error")).TrimEnd('.');
    }
}
