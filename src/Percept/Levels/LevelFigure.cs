using System.Numerics.Tensors;
using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Levels;

/// <summary>The low/mid/high picture of the textbooks, drawn from a real network: what units see in images above, what is optimised for them below.</summary>
public static class LevelFigure
{
    const int Columns = 8, Side = 136;

    /// <summary>Draws the figure of an atlas.</summary>
    /// <returns>Null where no unit has both examples and an optimised image.</returns>
    public static Picture? Draw(Atlas atlas)
    {
        var layers = atlas.Layers();
        var bands = Enum.GetValues<Level>().Select(level => Band(atlas, level, [.. layers.Where(layer => layer.Level == level)])).OfType<MontageBand>().ToArray();
        if (bands.Length == 0) return null;
        var identity = atlas.Identity;
        return new Montage(bands)
        {
            Title = $"What the units of {identity.ModelName} see, from the pixels up",
            Text = $"Above, the parts of images that excite a unit most, cropped to what it can see; below, an image made for it by gradient ascent. Images: {identity.Dataset}.",
            CellHeight = Side,
            CellWidth = Side,
        }.Draw();
    }

    static MontageBand? Band(Atlas atlas, Level level, IReadOnlyList<LayerRecord> layers)
    {
        var units = Chosen(atlas, layers);
        if (units.Count == 0) return null;
        var side = atlas.Identity.InputHeight;
        var (least, most) = (layers.Min(layer => layer.ReachHeight), Math.Min(layers.Max(layer => layer.ReachHeight), side));
        var rows = new List<MontageRow>
        {
            new([.. units.Select(unit => Crop(atlas, unit.Examples, 0))], "images"),
            new([.. units.Select(unit => Crop(atlas, unit.Examples, 1))]),
            new([.. units.Select(unit => new MontageCell(Made(atlas, unit.Made), unit.Layer.Name + ":" + unit.Made.Unit))], "optimised"),
        };
        return new(rows, $"{level} level", $"{layers.Count} layers, {layers[0].Name} to {layers[^1].Name}; a unit sees {least} to {(most == side ? "all" : most)} of {side} pixels a side.");
    }

    /// <summary>Clear units of many layers: layer by layer in turn, first the one that its best images set apart most from the others.</summary>
    static List<(LayerRecord Layer, OptimizedImage Made, IReadOnlyList<ExampleRecord> Examples)> Chosen(Atlas atlas, IReadOnlyList<LayerRecord> layers)
    {
        var queues = layers.Select(layer =>
        {
            var statistics = atlas.Statistics(layer.Index).ToDictionary(unit => unit.Unit);
            return (layer, made: new Queue<OptimizedImage>(atlas.Optimized(layer.Index)
                .Where(image => statistics.TryGetValue(image.Unit, out var unit) && !unit.IsDead && image.Activation > unit.Maximum)
                .OrderByDescending(image => Clarity(statistics[image.Unit]))
                .DistinctBy(image => image.Unit)));
        }).Where(queue => queue.made.Count > 0).ToArray();

        var chosen = new List<(LayerRecord Layer, OptimizedImage Made, IReadOnlyList<ExampleRecord> Examples)>();
        while (chosen.Count < Columns && queues.Length > 0)
        {
            // Where there are more layers than columns, evenly spaced ones are shown.
            var stride = Math.Max(1.0, queues.Length / (double)Columns);
            for (var at = stride / 2; at < queues.Length && chosen.Count < Columns; at += stride)
            {
                var (layer, made) = queues[(int)at];
                while (made.TryDequeue(out var image))
                {
                    var examples = atlas.Examples(layer.Index, image.Unit);
                    if (examples.Count < 2 || chosen.Any(other => IsRepeated(other, image, examples)) || !examples.Take(2).All(example => Contrast(Cut(atlas, example)) > 0.06)) continue;
                    if (Contrast(Picture.Decode(atlas.OptimizedPng(image.Id)!, "image")) < 0.105) continue;
                    chosen.Add((layer, image, examples));
                    break;
                }
            }

            queues = [.. queues.Where(queue => queue.made.Count > 0)];
        }

        return [.. chosen.OrderBy(unit => unit.Layer.Index)];
    }

    /// <summary>Residual networks carry a unit on from layer to layer; and two units with the same best image look alike.</summary>
    static bool IsRepeated((LayerRecord Layer, OptimizedImage Made, IReadOnlyList<ExampleRecord> Examples) other, OptimizedImage image, IReadOnlyList<ExampleRecord> examples) =>
        other.Made.Unit == image.Unit || other.Examples[0].Image == examples[0].Image;

    /// <summary>How much there is to see in a picture: some units fire highest on plain ground, and some images stay near the noise they start as.</summary>
    static float Contrast(Picture picture) => TensorPrimitives.StdDev<float>(picture.ToGrey().ToPlanes());

    /// <summary>How far a unit's best image stands out from the others, in standard deviations.</summary>
    internal static double Clarity(UnitStatistics unit) => unit.StandardDeviation > 0 ? (unit.Maximum - unit.Mean) / unit.StandardDeviation : 0;

    static MontageCell Crop(Atlas atlas, IReadOnlyList<ExampleRecord> examples, int rank) => new(Enlarged(Cut(atlas, examples[rank])));

    static Picture Cut(Atlas atlas, ExampleRecord example) => Picture.Decode(atlas.Picture(example.Image)!, "image")
        .Crop(new Box(example.Crop.Top, example.Crop.Left, example.Crop.Height, example.Crop.Width));

    static Picture Made(Atlas atlas, OptimizedImage image) => Enlarged(Picture.Decode(atlas.OptimizedPng(image.Id)!, "image"));

    static Picture Enlarged(Picture picture)
    {
        picture = picture.ToColor();
        var scale = (double)Side / Math.Max(picture.Height, picture.Width);
        return picture.Resize(Math.Max(1, (int)Math.Round(picture.Height * scale)), Math.Max(1, (int)Math.Round(picture.Width * scale)), picture.Height < 24 ? Sampling.Nearest : Sampling.Lanczos);
    }
}
