using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Answers.Levels;

/// <summary>The low/mid/high picture of the textbooks, drawn from a real network: what units see in images above, what is optimised for them below.</summary>
public static class LevelFigure
{
    const int Side = 136;

    /// <summary>Draws the figure of an atlas with its numbers.</summary>
    /// <returns>Null where no unit has both examples and an optimised image.</returns>
    public static Picture? Draw(Atlas atlas) => Lay(atlas, FigureStyle.Detailed)?.Draw();

    /// <summary>Lays out the figure of an atlas, to be drawn as pixels, SVG or PDF.</summary>
    /// <returns>Null where no unit has both examples and an optimised image.</returns>
    internal static Montage? Lay(Atlas atlas, FigureStyle style)
    {
        var layers = atlas.Layers();
        Func<Atlas, Level, IReadOnlyList<LayerRecord>, MontageBand?> draw = style == FigureStyle.Textbook ? TextbookBand : DetailedBand;
        var bands = Enum.GetValues<Level>().Select(level => draw(atlas, level, [.. layers.Where(layer => layer.Level == level)])).OfType<MontageBand>().ToArray();
        if (bands.Length == 0) return null;
        var identity = atlas.Identity;
        return style == FigureStyle.Textbook
            ? new Montage(bands)
            {
                Title = "Low-, mid- and high-level features",
                Text = $"Units of {identity.ModelName}. Above, the part of an image ({identity.Dataset}) that excites a unit most; below, an image made to excite it.",
                CellHeight = Side,
                CellWidth = Side,
                Gutter = 14,
                TextSize = 14,
                Background = Rgb.White,
            }
            : new Montage(bands)
            {
                Title = $"Features of {identity.ModelName}, from the pixels up",
                Text = $"Above, the parts of images that excite a unit most, cropped to its receptive field; below, an image optimised for it by gradient ascent, with its activation as a multiple of the best image's and the share of it that survives shifts, JPEG and blur. Images: {identity.Dataset}.",
                CellHeight = Side,
                CellWidth = Side,
                TextSize = 14,
            };
    }

    static MontageBand? TextbookBand(Atlas atlas, Level level, IReadOnlyList<LayerRecord> layers)
    {
        var units = FigureUnits.Trusted(atlas, layers, 5);
        return units.Count == 0 ? null : new(
            [new([.. units.Select(unit => Crop(atlas, unit.Examples, 0))], "in images"), new([.. units.Select(unit => new MontageCell(Made(atlas, unit.Made)))], "optimised")], $"{level} level");
    }

    static MontageBand? DetailedBand(Atlas atlas, Level level, IReadOnlyList<LayerRecord> layers)
    {
        var units = FigureUnits.Of(atlas, layers, 6);
        if (units.Count == 0) return null;
        var side = atlas.Identity.InputHeight;
        var (least, most) = (layers.Min(Seen), Math.Min(layers.Max(Seen), side));
        var rows = new List<MontageRow>
        {
            new([.. units.Select(unit => Crop(atlas, unit.Examples, 0))], "images"),
            new([.. units.Select(unit => Crop(atlas, unit.Examples, 1))]),
            new([.. units.Select(unit => new MontageCell(Made(atlas, unit.Made), $"{unit.Layer.Name}:{unit.Made.Unit} {LevelEvidence.Trust(unit.Made)}"))], "optimised"),
        };
        var note = LevelEvidence.Footnote(units.Select(unit => unit.Made)) is { } reason ? $" (* {reason})" : "";
        return new(rows, $"{level} level",
            $"{Named(layers)}; the receptive field is {(least == most ? "" : $"{least} to ")}{(most == side ? "all" : most)} of {side} pixels a side. {LevelEvidence.Of(atlas, layers)}{note}".TrimEnd());
    }

    /// <remarks>Behind attention over the whole image nothing bounds it.</remarks>
    static int Seen(LayerRecord layer) => layer.AttentionShare > 0 ? layer.ReceptiveFieldHeight : layer.LocalHeight;

    static string Named(IReadOnlyList<LayerRecord> layers) => layers is [var only] ? $"1 layer, {only.Name}" : $"{layers.Count} layers, {layers[0].Name} to {layers[^1].Name}";

    static MontageCell Crop(Atlas atlas, IReadOnlyList<ExampleRecord> examples, int rank) => new(Enlarged(Cut(atlas, examples[rank])));

    internal static Picture Cut(Atlas atlas, ExampleRecord example) => Picture.Decode(atlas.Picture(example.Image)!, "image")
        .Crop(new Box(example.Crop.Top, example.Crop.Left, example.Crop.Height, example.Crop.Width));

    static Picture Made(Atlas atlas, OptimizedImage image) => Enlarged(Picture.Decode(atlas.OptimizedPng(image.Id)!, "image"));

    static Picture Enlarged(Picture picture)
    {
        picture = picture.ToColor();
        var scale = (double)Side / Math.Max(picture.Height, picture.Width);
        return picture.Resize(Math.Max(1, (int)Math.Round(picture.Height * scale)), Math.Max(1, (int)Math.Round(picture.Width * scale)), picture.Height < 24 ? Sampling.Nearest : Sampling.Lanczos);
    }
}
