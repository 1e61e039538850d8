using System.Globalization;
using Percept.Imaging;

namespace Percept.Answers.ActivationAtlases;

/// <summary>An activation atlas as a picture: the optimised pictures of all cells, and below, in the same places, what of the images is nearest to each.</summary>
static class ActivationAtlasSheet
{
    const int Widest = 960;

    /// <summary>Draws it.</summary>
    /// <param name="atlas">The atlas.</param>
    /// <param name="optimized">A picture for each cell; null where there is none.</param>
    public static Picture Draw(ActivationAtlas atlas, IReadOnlyList<Picture?> optimized)
    {
        var cell = Math.Clamp(Widest / atlas.Side, 48, 120);
        return new Montage(
            [
                Band(atlas, optimized, "Optimised", "What would drive the layer furthest towards each cell's mean, away from the mean of all."),
                Band(atlas, [.. atlas.Cells.Select(one => one.Crop)], "In the images", "In the same cells, the receptive field of the position whose activations are nearest to the cell's mean."),
            ])
        {
            Title = $"{atlas.Layer.Name}: a map of its activations",
            Text = string.Create(CultureInfo.InvariantCulture,
                $"{atlas.Positions} positions of {atlas.Images} images, laid out by their two main components and spread evenly: neighbours are alike, distances mean nothing."),
            CellHeight = cell,
            CellWidth = cell,
            Gutter = 3,
        }.Draw();
    }

    static MontageBand Band(ActivationAtlas atlas, IReadOnlyList<Picture?> pictures, string title, string text) =>
        new([.. pictures.Select(picture => new MontageCell(picture)).Chunk(atlas.Side).Select(row => new MontageRow(row))], title, text);
}
