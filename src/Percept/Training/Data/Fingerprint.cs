using System.Numerics;
using System.Security.Cryptography;
using Percept.Imaging;

namespace Percept.Training.Data;

/// <summary>What of an image is compared with others: its content to the byte, and how it looks from afar.</summary>
/// <param name="Content">The SHA-256 of the file.</param>
/// <param name="Slopes">A bit for each of 8 x 8 places: whether it brightens to the right.</param>
/// <param name="Thumbnail">8 x 8 colours.</param>
sealed record Fingerprint(string Content, ulong Slopes, byte[] Thumbnail)
{
    const int Side = 8;

    /// <summary>How far a recompressed or slightly resized copy may be, in bits and in mean levels of 255; emoji that differ by the colour of hair are further.</summary>
    const int LeastBits = 5, LeastLevels = 4;

    /// <exception cref="PictureException">The file cannot be read.</exception>
    public static Fingerprint Of(ImageFile file)
    {
        var bytes = Picture.Bytes(file.Path, null);
        var picture = Picture.DecodeFitted(bytes, file.Name, Side, Side + 1, Fit.Stretch);
        var grey = picture.ToGrey().Pixels;
        var slopes = 0UL;
        for (var i = 0; i < Side * Side; i++)
        {
            var at = i / Side * (Side + 1) + i % Side;
            if (grey[at + 1] > grey[at] + 1) slopes |= 1UL << i;
        }
        return new(Convert.ToHexString(SHA256.HashData(bytes)), slopes, picture.Pixels.ToArray());
    }

    /// <summary>Whether two files show the same picture as far as a small copy tells.</summary>
    public bool LooksLike(Fingerprint other)
    {
        if (BitOperations.PopCount(Slopes ^ other.Slopes) >= LeastBits) return false;
        var difference = 0;
        for (var i = 0; i < Thumbnail.Length; i++) difference += Math.Abs(Thumbnail[i] - other.Thumbnail[i]);
        return difference < LeastLevels * Thumbnail.Length;
    }
}
