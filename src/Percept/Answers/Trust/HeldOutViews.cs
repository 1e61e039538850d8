using Percept.Imaging;

namespace Percept.Answers.Trust;

/// <summary>Views of a picture that optimisation does not use: shifts by fixed distances, JPEG and blur.</summary>
static class HeldOutViews
{
    static readonly int[] qualities = [75, 40];
    static readonly double[] blurs = [0.7, 1.2];

    internal static IEnumerable<Picture> Shifts(Picture picture)
    {
        var (near, far) = (Math.Max(1, picture.Width / 20), Math.Max(2, picture.Width / 10));
        return new[] { (near, 0), (0, -near), (far, far), (-far, -far) }.Select(by => Shift(picture, by.Item1, by.Item2));
    }

    internal static IEnumerable<Picture> Jpegs(Picture picture) => qualities.Select(quality =>
        picture.Channels == 1 ? Picture.Decode(picture.ToJpeg(quality), "view").ToGrey() : Picture.Decode(picture.ToJpeg(quality), "view"));

    internal static IEnumerable<Picture> Blurs(Picture picture) => blurs.Select(picture.Blur);

    /// <summary>The picture moved, its border repeated where nothing is left.</summary>
    internal static Picture Shift(Picture picture, int down, int right)
    {
        var (pixels, to) = (new byte[picture.Pixels.Length], 0);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++, to += picture.Channels)
                picture[Math.Clamp(y - down, 0, picture.Height - 1), Math.Clamp(x - right, 0, picture.Width - 1)].CopyTo(pixels.AsSpan(to));
        }

        return new(picture.Height, picture.Width, picture.Channels, pixels);
    }
}
