using NetVips;
using Percept.Files;

namespace Percept.Imaging;

public sealed partial class Picture
{
    /// <summary>Writes a PNG, WebP or JPEG file by its extension, whole or not at all; the same picture gives the same bytes.</summary>
    /// <exception cref="ArgumentException">The extension is none of .png, .webp, .jpg and .jpeg.</exception>
    public void Write(string path, int quality = 90)
    {
        var extension = Path.GetExtension(path).ToUpperInvariant();
        AtomicFile.Write(path, extension switch
        {
            ".PNG" => ToPng(),
            ".WEBP" => ToWebp(quality),
            ".JPG" or ".JPEG" => ToJpeg(quality),
            _ => throw new ArgumentException($"'{path}' cannot be written as '{Path.GetExtension(path)}'; pictures are written as .png, .webp, .jpg or .jpeg.", nameof(path)),
        });
    }

    /// <summary>The picture as a PNG file, without loss.</summary>
    public byte[] ToPng() => Encode(image => image.PngsaveBuffer(keep: Enums.ForeignKeep.None));

    /// <summary>The picture as a WebP file; <paramref name="quality"/> is 1 to 100.</summary>
    public byte[] ToWebp(int quality = 90) => Encode(image => image.WebpsaveBuffer(q: quality, effort: 1, keep: Enums.ForeignKeep.None));

    /// <summary>The picture as a JPEG file; <paramref name="quality"/> is 1 to 100.</summary>
    public byte[] ToJpeg(int quality = 90) => Encode(image => image.JpegsaveBuffer(q: quality, keep: Enums.ForeignKeep.None));

    /// <summary>The picture as a PNG file with transparency: as opaque as <paramref name="opacity"/>, a picture of one channel and the same size, is bright.</summary>
    public byte[] ToPng(Picture opacity) => Encode(image =>
    {
        using var alpha = Vips.ToImage(opacity);
        using var joined = image.Bandjoin(alpha);
        return joined.PngsaveBuffer(keep: Enums.ForeignKeep.None);
    });

    byte[] Encode(Func<Image, byte[]> save)
    {
        try
        {
            using var image = Vips.ToImage(Shown());
            return save(image);
        }
        catch (VipsException error)
        {
            throw new PictureException($"A picture of {Height} x {Width} cannot be written: {Vips.Reason(error)}.", error);
        }
    }
}
