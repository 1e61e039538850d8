using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Watching;

/// <summary>The picture of what fires on an image: for a few layers the units that stand out, each with its heat map, and with what the atlas knows of it beside.</summary>
static class WatchSheet
{
    const int Layers = 8, Units = 4, Side = 136;

    /// <summary>Draws it, right after the watcher looked at the image.</summary>
    /// <param name="network">The network.</param>
    /// <param name="watcher">What looked at the image last.</param>
    /// <param name="picture">The image as the network sees it.</param>
    /// <param name="name">The image's name.</param>
    /// <param name="found">For each layer the units that fire most, the first of which are shown.</param>
    /// <param name="norms">What the percentiles are among.</param>
    /// <param name="atlas">What the units' pictures are taken from.</param>
    public static Picture Draw(Network network, Watcher watcher, Picture picture, string name, IReadOnlyList<IReadOnlyList<TopUnit>> found, ActivationReferences norms, Atlas? atlas)
    {
        var shown = found.Where(units => units.Count > 0).ToArray();
        shown = shown.Length <= Layers ? shown : [.. Enumerable.Range(0, Layers).Select(i => shown[i * (shown.Length - 1) / (Layers - 1)])];
        var rows = shown.Select(units => new MontageRow([.. units.Take(Units).SelectMany(unit => Cells(network, watcher, picture, unit, atlas))], Heading(units[0].Layer)));
        return new Montage([new([new([new(picture.ToColor(), "the image as the network sees it")])]), new([.. rows])])
        {
            Title = $"What fires on {name} in {network.Model.Name}",
            Text = "Of each layer the units that stand out most, and where on the image they fire: yellow where most, dark where not at all."
                + (norms.Among.Length > 0 ? $" The percentage is the share of {norms.Among} on which the unit's activation is lower." : " The number is the unit's highest activation.")
                + (atlas is null ? "" : " Beside each map, as the atlas has it, the crop that drives the unit highest, and its feature visualization."),
            CellHeight = Side,
            CellWidth = Side,
        }.Draw();
    }

    static string Heading(Layer layer) => layer is { Height: 1, Width: 1 } ? layer.Name : $"{layer.Name} ({layer.Height} x {layer.Width})";

    static IEnumerable<MontageCell> Cells(Network network, Watcher watcher, Picture picture, TopUnit unit, Atlas? atlas)
    {
        yield return new(MapPlacement.Of(network, unit.Layer).Over(picture, watcher.Map(unit.Layer, unit.Unit)), unit.ToString());
        if (atlas is null) yield break;
        var best = atlas.Examples(unit.Layer.Index, unit.Unit) is [var first, ..] ? first : null;
        yield return best is not { Crop: { Height: > 0, Width: > 0 } } ? new(null) : new(LevelFigure.Cut(atlas, best), FormattableString.Invariant($"its best crop, {best.Activation:G3}"));
        var made = atlas.Optimized(unit.Layer.Index, unit.Unit).FirstOrDefault(image => image.Sign > 0);
        yield return made is null ? new(null, "not optimised") : new(Picture.Decode(atlas.OptimizedPng(made.Id)!, "image"), FormattableString.Invariant($"optimised, {made.Activation:G3}"));
    }
}
