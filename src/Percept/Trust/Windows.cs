using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Trust;

/// <summary>Parts of the dataset's images, of an optimised picture's size, so that the network sees both alike.</summary>
static class Windows
{
    /// <summary>How many images stand for the dataset.</summary>
    internal const int RandomImages = 32;

    /// <summary>Of an image where it drives a unit: as much as the picture's size, with the unit's place in its middle or as near to it as the borders let.</summary>
    internal static Picture Around(Picture image, Crop crop, int height, int width) =>
        Cut(image, crop.Top + (crop.Height / 2) - (height / 2), crop.Left + (crop.Width / 2) - (width / 2), height, width);

    /// <summary>Of an image anywhere.</summary>
    internal static Picture Anywhere(Picture image, Random random, int height, int width)
    {
        var (y, x) = (random.NextDouble(), random.NextDouble());
        return Cut(image, (int)(y * (image.Height - height + 1)), (int)(x * (image.Width - width + 1)), height, width);
    }

    /// <summary>Images of the dataset drawn from a seed, the same for all units of a network.</summary>
    internal static IReadOnlyList<Picture> Draw(Atlas atlas)
    {
        var random = new Random((int)atlas.Identity.Seed);
        var ids = atlas.Images().Select(image => image.Id).ToArray();
        random.Shuffle(ids);
        return [.. ids.Take(RandomImages).Select(id => Picture.Decode(atlas.Picture(id)!, $"image {id}"))];
    }

    static Picture Cut(Picture image, int top, int left, int height, int width)
    {
        if (image.Height < height || image.Width < width)
        {
            var scale = Math.Max((double)height / image.Height, (double)width / image.Width);
            image = image.Resize((int)Math.Ceiling(image.Height * scale), (int)Math.Ceiling(image.Width * scale));
        }

        return image.Crop(new(Math.Clamp(top, 0, image.Height - height), Math.Clamp(left, 0, image.Width - width), height, width));
    }
}
