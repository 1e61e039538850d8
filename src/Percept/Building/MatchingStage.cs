using System.Globalization;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Matches the dataset part by part: each part is kept as it is finished, and joined in order at the end.</summary>
static class MatchingStage
{
    const int PartSize = 256;

    internal static async Task RunAsync(Network network, ImageFolder images, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var depends = string.Create(CultureInfo.InvariantCulture, $"top {options.Top}");
        var whole = new Piece("matching", depends);
        if (atlas.IsDone(whole)) return;

        using var matcher = new Matcher(network, network.Layers, options.Top);
        var matches = matcher.Start();
        for (var start = 0; start < images.Count; start += PartSize)
        {
            var part = new Piece($"matching/{start}", depends);
            if (!atlas.IsDone(part)) await MatchAsync(part, start).ConfigureAwait(false);
            var found = matcher.Start();
            found.Read(atlas.Part(part.Name)!);
            matches.Merge(found);
        }

        atlas.Write(whole, transaction =>
        {
            foreach (var (layer, found) in network.Layers.Zip(matches.Layers))
                transaction.PutMatching(layer.Index, Statistics(layer, found), Examples(network, layer, found));
            transaction.PutSkipped(matches.Skipped.Select(image => new SkippedFile(image.Name, image.Reason)));
            transaction.DropParts("matching/");
        });

        async Task MatchAsync(Piece part, int start)
        {
            var count = Math.Min(PartSize, images.Count - start);
            var seen = new List<(MatchedImage Image, byte[] Picture)>();
            var found = await matcher.RunAsync(images, start, count, (image, picture) =>
            {
                seen.Add((image, picture));
                report((double)(image.Index + 1) / images.Count, $"{image.Index + 1} of {images.Count} images");
            }, cancel).ConfigureAwait(false);
            atlas.Write(part, transaction =>
            {
                var (height, width) = (network.Preprocessing.Height, network.Preprocessing.Width);
                foreach (var (image, picture) in seen) transaction.PutImage(new(image.Index, image.Name, image.Hash, width, height, PictureFormat.WebP), picture);
                transaction.PutPart(part.Name, found.ToBytes());
            });
        }
    }

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
