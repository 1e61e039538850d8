using System.Globalization;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Filters.Links;

/// <summary>A unit among those it is built from and those that use it.</summary>
/// <param name="Layer">The unit's layer.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Expanded">Its expanded weights: the filter of pixels that all paths to it make together.</param>
/// <param name="BuiltFrom">The strongest of the units it is built from, each with its path's filter of pixels.</param>
/// <param name="UsedBy">The strongest of the units that use it, each with its own expanded weights.</param>
sealed record Circuit(Layer Layer, int Unit, Filter Expanded, IReadOnlyList<(UnitLink Link, Filter Filter)> BuiltFrom, IReadOnlyList<(UnitLink Link, Filter Filter)> UsedBy)
{
    const int Side = 112;

    /// <summary>Follows the weights to and from a unit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The unit's layer.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="count">How many units are kept on each side.</param>
    /// <param name="cancellationToken">Ends it between two layers.</param>
    /// <exception cref="GraphException">An operator before it has no gradient.</exception>
    public static Circuit Of(Network network, Layer layer, int unit, int count = 8, CancellationToken cancellationToken = default)
    {
        using var open = new LinearizedLayer(network, layer);
        var sources = open.Sources.ToDictionary(source => source, source => new LinearizedLayer(network, source));
        try
        {
            var built = open.BuiltFrom(unit).Take(count).Select(link => (link, sources[link.Layer].Expanded(link.Unit, open.Path(unit, link)))).ToArray();
            return new(layer, unit, open.Expanded(unit), built, Users(network, layer, unit, count, cancellationToken));
        }
        finally
        {
            foreach (var source in sources.Values) source.Dispose();
        }
    }

    /// <summary>The unit's expanded weights, above those of the units it is built from and of those that use it.</summary>
    public Picture Sheet()
    {
        var whole = new MontageBand([new([new(Shown(Expanded), "all paths together")], Layer.NameOf(Unit))], "Expanded weights", "What all weights between the image and the unit multiply up to, with every rectifier open: grey is zero.");
        return new Montage([whole, .. Band("Built from", "The path through each unit of the layers before, in pixels; + excites, − inhibits.", BuiltFrom), .. Band("Used by", "The expanded weights of the units that use it; + excites, − inhibits.", UsedBy)])
        { CellHeight = Side, CellWidth = Side }.Draw();

        static IEnumerable<MontageBand> Band(string title, string text, IReadOnlyList<(UnitLink Link, Filter Filter)> links) => links.Count == 0 ? []
            : [new([.. links.Chunk(8).Select(row => new MontageRow([.. row.Select(part => new MontageCell(Shown(part.Filter), string.Create(CultureInfo.InvariantCulture, $"{part.Link.Layer.NameOf(part.Link.Unit)} {part.Link.Weight:+0.00;−0.00}")))]))], title, text)];

        static Picture Shown(Filter filter)
        {
            var scale = Math.Max(1, Side / Math.Max(filter.Height, filter.Width));
            return filter.ToPicture().Resize(filter.Height * scale, filter.Width * scale, Sampling.Nearest).ToColor();
        }
    }

    static (UnitLink, Filter)[] Users(Network network, Layer layer, int unit, int count, CancellationToken cancellationToken)
    {
        var users = new List<(UnitLink Link, Filter Filter)>();
        foreach (var user in network.Layers.Where(user => user.Index > layer.Index && LinearizedLayer.Nearest(network, user).Contains(layer)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var open = new LinearizedLayer(network, user);
            var links = Enumerable.Range(0, user.Channels)
                .SelectMany(other => open.BuiltFrom(other).Where(link => (link.Layer, link.Unit) == (layer, unit)).Select(link => link with { Layer = user, Unit = other }));
            users.AddRange(links.OrderByDescending(link => link.Strength).Take(count).ToArray().Select(link => (link, open.Expanded(link.Unit))));
        }

        return [.. users.OrderByDescending(user => user.Link.Strength).Take(count)];
    }
}
