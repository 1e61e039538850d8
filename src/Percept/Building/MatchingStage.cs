using System.Globalization;
using Percept.Atlases;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Matches the dataset part by part: each part is kept as it is finished, and all are joined in order at the end.</summary>
static class MatchingStage
{
    const int PartSize = 256;

    internal static async Task RunAsync(Network network, Dataset dataset, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        if (atlas.IsDone(new("matching", DependsOn(options)))) return;
        using var matcher = new Matcher(network, network.Layers, options.Top);
        var starts = Enumerable.Range(0, (dataset.Count + PartSize - 1) / PartSize).Select(part => part * PartSize).ToArray();
        foreach (var start in starts.Where(start => !atlas.IsDone(Part(start, options))))
        {
            var count = Math.Min(PartSize, dataset.Count - start);
            Keep(atlas, start, await MatchedRange.FindAsync(matcher, network, dataset, start, count, Report, cancel).ConfigureAwait(false), options);

            void Report(double share, string detail) => report((start + (share * count)) / dataset.Count, detail);
        }

        Join(network, atlas, starts, options);
    }

    /// <summary>Keeps a part.</summary>
    internal static void Keep(AtlasWriter atlas, int start, MatchedRange range, BuildOptions options)
    {
        var part = Part(start, options);
        atlas.Write(part, transaction =>
        {
            foreach (var (image, picture) in range.Pictures) transaction.PutImage(image, picture);
            transaction.PutPart(part.Name, range.Matches);
        });
    }

    /// <summary>Joins the parts that are kept.</summary>
    /// <param name="network">The network.</param>
    /// <param name="atlas">The atlas that keeps them.</param>
    /// <param name="starts">The first image of each.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="missing">How many other parts there should be: with any, the atlas says that matching is not done.</param>
    internal static void Join(Network network, AtlasWriter atlas, IEnumerable<int> starts, BuildOptions options, int missing = 0)
    {
        var matches = Nothing();
        foreach (var start in starts)
        {
            var found = Nothing();
            found.Read(atlas.Part(Part(start, options).Name)!);
            matches.Merge(found);
        }

        var whole = new Piece("matching", missing == 0 ? DependsOn(options) : string.Create(CultureInfo.InvariantCulture, $"{missing} parts are missing"));
        atlas.Write(whole, transaction =>
        {
            foreach (var (layer, found) in network.Layers.Zip(matches.Layers))
                transaction.PutMatching(layer.Index, Statistics(layer, found), Examples(network, layer, found));
            transaction.PutSkipped(matches.Skipped.Select(image => new SkippedFile(image.Name, image.Reason)));
            transaction.DropParts("matching/");
        });

        Matches Nothing() => new(network.Layers.Select(layer => layer.Channels), options.Top);
    }

    static string DependsOn(BuildOptions options) => string.Create(CultureInfo.InvariantCulture, $"top {options.Top}");

    static Piece Part(int start, BuildOptions options) => new(string.Create(CultureInfo.InvariantCulture, $"matching/{start}"), DependsOn(options));

    static IEnumerable<UnitStatistics> Statistics(Layer layer, LayerMatches found) => Enumerable.Range(0, found.Units).Select(unit =>
    {
        var moments = found.Moments(unit);
        return new UnitStatistics(layer.Index, unit, moments.Count, moments.Mean, moments.StandardDeviation, moments.Minimum, moments.Maximum, moments.Fires, moments.NotFinite);
    });

    static IEnumerable<ExampleRecord> Examples(Network network, Layer layer, LayerMatches found) =>
        from unit in Enumerable.Range(0, found.Units)
        from ranked in found.Highest(unit).Select((example, rank) => (example, rank))
        let reach = network.Reach(layer, ranked.example.Y, ranked.example.X)
        select new ExampleRecord(
            layer.Index, unit, ranked.rank + 1, ranked.example.Image, ranked.example.Activation, ranked.example.Y, ranked.example.X,
            new(reach.Top, reach.Left, reach.Height, reach.Width));
}
