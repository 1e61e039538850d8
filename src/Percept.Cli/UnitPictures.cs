using Percept.Atlases;
using Percept.Files;
using Percept.Imaging;

namespace Percept.Cli;

/// <summary>Writes a unit's pictures to a folder.</summary>
sealed class UnitPictures(Atlas atlas, string unit, string folder)
{
    readonly string name = Path.Combine(folder, FileNames.Of(unit));

    /// <summary>Writes the crop of the unit's receptive field, and says where; null where that lies outside the image, or the image is not kept.</summary>
    internal string? Write(ExampleRecord example)
    {
        if (atlas.Picture(example.Image) is not { } bytes) return null;
        var (picture, crop) = (Picture.Decode(bytes, $"image {example.Image}"), example.Crop);
        var box = new Box(crop.Top, crop.Left, crop.Height, crop.Width);
        if (box.ClippedTo(picture.Height, picture.Width).IsEmpty) return null;
        return Written($"{name}-{Kind(example.Kind)}-{example.Rank}.png", picture.Crop(box).ToPng());
    }

    static string Kind(ExampleKind kind) => kind == ExampleKind.Highest ? "example" : kind.ToString().ToLowerInvariant();

    /// <summary>Writes a feature visualization, and says where.</summary>
    internal string? Write(OptimizedImage image) => atlas.OptimizedPng(image.Id) is { } png ? Written($"{name}-optimized-{image.Id}.png", png) : null;

    static string Written(string path, byte[] png)
    {
        AtomicFile.Write(path, png);
        return path;
    }
}
