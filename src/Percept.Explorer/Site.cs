using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Explorer.Live;
using Percept.Explorer.Pages;

namespace Percept.Explorer;

/// <summary>All pages and files of the explorer of one atlas; the server and the exporter are two loops over them.</summary>
public sealed class Site
{
    static readonly string[] assets = ["site.css", "site.js", "icon.svg"], liveAssets = ["live.css", "live.js"];

    readonly Lazy<IReadOnlyList<ImageRecord>> images;
    IReadOnlyList<double>? wavelengths;

    internal Site(Atlas atlas, LiveWatch? live = null) => (Atlas, Layers, Live, images) = (atlas, atlas.Layers(), live, new(() => atlas.Images()));

    internal Atlas Atlas { get; }

    internal IReadOnlyList<LayerRecord> Layers { get; }

    /// <summary>All images that are kept.</summary>
    internal IReadOnlyList<ImageRecord> Images => images.Value;

    /// <summary>The wavelengths, in pixels, by which units' tuning was measured: those of all units alike.</summary>
    internal IReadOnlyList<double> Wavelengths => (wavelengths ??= Atlas.Answer<LevelsAnswer>()?.Wavelengths) ?? [];

    /// <summary>The network itself, where it is at hand; never in an export.</summary>
    internal LiveWatch? Live { get; }

    internal IEnumerable<Page> Pages()
    {
        yield return At(Paths.Home, typeof(HomePage));
        foreach (var page in AnswerPage.All.Where(page => page.IsThere(Atlas))) yield return At(page.Path, page.Component);
        foreach (var layer in Layers)
        {
            yield return At(Paths.Of(layer), typeof(LayerPage), (nameof(LayerPage.Layer), layer));
            for (var unit = 0; unit < layer.Channels; unit++)
                yield return At(Paths.Of(layer, unit), typeof(UnitPage), (nameof(UnitPage.Layer), layer), (nameof(UnitPage.Unit), unit));
        }

        for (var i = 0; i < Images.Count; i++) yield return At(Paths.PageOf(Images[i]), typeof(ImagePage), (nameof(ImagePage.Place), i));
        if (Live is not null) yield return At(Paths.Live, typeof(LivePage));
    }

    internal Page NotFound() => At("404.html", typeof(NotFoundPage));

    internal IEnumerable<SiteFile> Files()
    {
        foreach (var asset in assets) yield return new(asset, () => Asset(asset));
        if (Atlas.Figure() is not null) yield return new(Paths.Figure, Atlas.Figure);
        foreach (var image in Images) yield return new(Paths.Of(image), () => Atlas.Picture(image.Id));
        foreach (var image in Atlas.Optimized()) yield return new(Paths.Of(image), () => Atlas.OptimizedPng(image.Id));
        foreach (var filter in Atlas.Filters()) yield return new(Paths.Filter(filter), () => Atlas.FilterPng(filter));
        foreach (var picture in Atlas.AnswerPictures()) yield return new(Paths.Answer(picture), () => Atlas.AnswerPicture(picture));
        if (Live is null) yield break;
        foreach (var asset in liveAssets) yield return new(asset, () => Asset(asset));
        yield return new(Paths.LiveCatalogue, () => LiveCatalogue.Of(this, Live));
    }

    /// <summary>What is known of a unit by its address, such as <c>mixed4a:476</c>, in short.</summary>
    internal UnitSketch Sketch(string address)
    {
        var (layer, unit) = Atlas.Unit(address);
        return Sketch(layer, unit);
    }

    /// <summary>What is known of one unit, in short.</summary>
    internal UnitSketch Sketch(LayerRecord layer, int unit)
    {
        var best = Atlas.Examples(layer.Index, unit) is [var first, ..] ? first : null;
        return new(layer, unit, Atlas.Statistics(layer.Index, unit) is [var statistics] ? statistics : null, best, best is null ? null : Atlas.Images([best.Image])[0], Atlas.Optimized(layer.Index, unit).FirstOrDefault(image => image.Sign > 0));
    }

    /// <summary>What is known of every unit of a layer, in short.</summary>
    internal IReadOnlyList<UnitSketch> Sketches(LayerRecord layer)
    {
        var statistics = Atlas.Statistics(layer.Index).ToDictionary(unit => unit.Unit);
        var best = Atlas.Examples(layer.Index).Where(example => example.Rank == 1).ToDictionary(example => example.Unit);
        var optimized = Atlas.Optimized(layer.Index).Where(image => image.Sign > 0).ToLookup(image => image.Unit);
        var images = Atlas.Images(best.Values.Select(example => example.Image).Distinct()).ToDictionary(image => image.Id);
        return [.. Enumerable.Range(0, layer.Channels).Select(unit => new UnitSketch(
            layer, unit, statistics.GetValueOrDefault(unit), best.GetValueOrDefault(unit),
            best.TryGetValue(unit, out var example) ? images[example.Image] : null, optimized[unit].FirstOrDefault()))];
    }

    Page At(string path, Type component, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var page = new Page(path, component, new() { [nameof(SitePage.Site)] = this });
        page.Parameters[nameof(SitePage.Root)] = page.Root;
        foreach (var (name, value) in parameters) page.Parameters[name] = value;
        return page;
    }

    static byte[] Asset(string name)
    {
        using var stream = typeof(Site).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
