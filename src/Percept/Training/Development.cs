using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Filters;
using Percept.Imaging;
using Percept.Networks;
using Percept.Visualization;

namespace Percept.Training;

/// <summary>The features of a network before, during and after its training, side by side.</summary>
static class Development
{
    const int Side = 96, FiltersShown = 16, FiltersAcross = 4, UnitsShown = 7, Steps = 128;

    /// <summary>The units of a trained network's atlas that its figure would show, a few of every depth.</summary>
    public static IReadOnlyList<(string Layer, int Unit)> UnitsOf(Atlas atlas) => [.. FigureUnits.Of(atlas, atlas.Layers(), UnitsShown).Select(unit => (unit.Layer.Name, unit.Made.Unit))];

    /// <summary>Draws a row for each snapshot: its first filters, then an image made by gradient ascent for each unit, with the same recipe and seed.</summary>
    /// <param name="snapshots">The network at several times.</param>
    /// <param name="units">Which of its units, from the image on.</param>
    /// <param name="seed">What the ascents start from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Picture> DrawAsync(IReadOnlyList<Snapshot> snapshots, IReadOnlyList<(string Layer, int Unit)> units, int seed, CancellationToken cancellationToken)
    {
        var rows = new List<MontageRow>();
        foreach (var snapshot in snapshots)
        {
            var network = Network.Load(snapshot.Path);
            var found = await OptimizeAsync(network, units, seed, cancellationToken).ConfigureAwait(false);
            var filters = new MontageCell(Sheet(FirstLayer.Filters(network)), "first filters");
            rows.Add(new([filters, .. units.Select(unit => new MontageCell(found[unit].ToColor(), $"{unit.Layer}:{unit.Unit}"))], snapshot.Caption));
        }
        return new Montage([new(rows)])
        {
            Title = "How the features came about",
            Text = $"Each row is the same network at another time of its training: its first {FiltersShown} filters, and for a few units, from the image on, the picture that gradient ascent makes for them.",
            CellHeight = Side,
            CellWidth = Side,
        }.Draw();
    }

    static async Task<Dictionary<(string Layer, int Unit), Picture>> OptimizeAsync(Network network, IReadOnlyList<(string Layer, int Unit)> units, int seed, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, int), Picture>();
        var objectives = units.ToDictionary(unit => Of(network.Find(unit.Layer), unit.Unit));
        await foreach (var made in Optimizer.RunAsync(network, [.. objectives.Keys], new() { Steps = Steps, Seed = seed }, cancellationToken: cancellationToken).ConfigureAwait(false))
            found[objectives[made.Objective]] = made.Picture;
        return found;
    }

    static Objective Of(Layer layer, int unit) => layer.Height * layer.Width == 1 ? Objective.Unit(layer.Name, unit) : Objective.Neuron(layer.Name, unit, layer.Height / 2, layer.Width / 2);

    /// <summary>Filters as squares of weights, in the space of one cell.</summary>
    static Picture Sheet(IReadOnlyList<Filter> filters)
    {
        var side = (Side - (FiltersAcross - 1) * 2) / FiltersAcross;
        var cells = filters.Take(FiltersShown).Select(filter => new MontageCell(filter.ToPicture().ToColor().Resize(side, side, Sampling.Nearest)));
        return (Montage.Grid(cells, FiltersAcross) with { CellHeight = side, CellWidth = side, Gutter = 2, Margin = 0 }).Draw();
    }
}
