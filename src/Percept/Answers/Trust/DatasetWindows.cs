using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Answers.Trust;

/// <summary>Parts of the dataset's images, of an optimised picture's size, so that the network sees both alike.</summary>
static class DatasetWindows
{
    /// <summary>How many windows stand for the dataset.</summary>
    internal const int Random = 24;

    /// <summary>How many of a unit's top images it is compared with.</summary>
    internal const int Top = 6;

    /// <summary>Examples drawn from all units of a layer, as far as possible of different images: what excites just any of them.</summary>
    internal static IReadOnlyList<ExampleRecord> Draw(Atlas atlas, int layer)
    {
        var random = new Random(layer);
        var examples = atlas.Examples(layer).Where(example => example.Rank <= Top).ToArray();
        random.Shuffle(examples);
        return [.. examples.DistinctBy(example => example.Image).Take(Random)];
    }

    /// <summary>Of an image where it drives a unit: as much as the picture's size, with the unit's place in its middle or as near to it as the borders let.</summary>
    internal static Picture Around(Atlas atlas, ExampleRecord example, int height, int width)
    {
        var (image, crop) = (Picture.Decode(atlas.Picture(example.Image)!, $"image {example.Image}"), example.Crop);
        return Cut(image, crop.Top + (crop.Height / 2) - (height / 2), crop.Left + (crop.Width / 2) - (width / 2), height, width);
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
