using System.Globalization;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Matches the dataset part by part: each part is kept as it is finished, and all are joined at the end.</summary>
static class MatchingStage
{
    const int Pictures = 256, MostRounds = 8;

    /// <returns>What looking at an image took, in milliseconds; null where nothing was left to look at.</returns>
    internal static async Task<double?> RunAsync(Network network, ImageFolder images, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var matching = options.Matching;
        var depends = string.Create(CultureInfo.InvariantCulture, $"top {matching.Top}{(matching.Dedupe ? " deduped" : "")}{(matching.Rank == Rank.Activation ? "" : " by relevance")}");
        var whole = new Piece("matching", depends);
        if (atlas.IsDone(whole)) return null;

        // What is found in a part is as large for a few images as for many.
        var partSize = Math.Clamp(images.Count / 8, 256, 4096);
        using var matcher = new Matcher(network, network.Layers, matching);
        for (var round = 0; round < MostRounds; round++)
        {
            var matches = matcher.Start();
            foreach (var start in Starts())
            {
                if (!atlas.IsDone(Part(start))) await MatchAsync(start).ConfigureAwait(false);
                var found = matcher.Start();
                found.Read(atlas.Part(Part(start).Name)!);
                matches.Merge(found);
            }

            var changed = await KeepPicturesAsync(matches).ConfigureAwait(false);
            if (changed.Count == 0)
            {
                var likeness = atlas.Images().ToDictionary(image => image.Id, image => image.Likeness);
                atlas.Write(whole, transaction =>
                {
                    new MatchRecords(network, matching, DatasetLabels.Of(images), image => likeness[image]).Put(transaction, matches);
                    transaction.DropParts("matching/");
                });
                return matcher.MillisecondsPerImage;
            }

            // What was found in an image that is no longer the same is out of date, and so is its part.
            foreach (var start in changed.Select(image => image.Index / partSize * partSize).Distinct()) await MatchAsync(start).ConfigureAwait(false);
        }

        throw new AtlasException($"Images of '{images.Path}' change faster than they can be matched. Run the same command again when nothing writes there.", canRetry: true);

        IEnumerable<int> Starts() => Enumerable.Range(0, (images.Count + partSize - 1) / partSize).Select(part => part * partSize);

        Piece Part(int start) => new($"matching/{start}", depends);

        async Task MatchAsync(int start)
        {
            var seen = 0;
            var found = await matcher.RunAsync(images, start, Math.Min(partSize, images.Count - start), _ =>
                report((double)(start + ++seen) / images.Count, $"{start + seen} of {images.Count} images"), cancel).ConfigureAwait(false);
            var bytes = found.ToBytes();
            atlas.Write(Part(start), transaction => transaction.PutPart(Part(start).Name, bytes));
        }

        async Task<IReadOnlyList<MatchedImage>> KeepPicturesAsync(Matches matches)
        {
            var kept = atlas.Images().ToDictionary(image => image.Id, image => image.Sha256);
            var wanted = matches.Images.Where(image => kept.GetValueOrDefault(image.Index) != image.Hash).ToArray();
            var (batch, done) = (new List<MatchedPicture>(), 0);
            var changed = await MatchedPictures.ReadAsync(network, images, wanted, matching, picture =>
            {
                batch.Add(picture);
                if (batch.Count == Pictures) Keep();
            }, cancel).ConfigureAwait(false);
            Keep();
            return changed;

            void Keep()
            {
                done += batch.Count;
                atlas.Write(new Piece("matching/pictures", depends), transaction =>
                {
                    foreach (var picture in batch)
                        transaction.PutImage(new(picture.Image.Index, picture.Image.Name, picture.Image.Hash, picture.Width, picture.Height, PictureFormat.WebP) { Likeness = picture.Likeness }, picture.WebP);
                });
                batch.Clear();
                report(1, $"{done} of {wanted.Length} pictures kept");
            }
        }
    }
}
