using System.Globalization;
using Percept.Atlases;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Matches the dataset part by part: each part is kept as it is finished, and all are joined at the end, whoever made them.</summary>
static class MatchingStage
{
    const int Pictures = 256, MostRounds = 8;

    /// <returns>What looking at an image took, in milliseconds; null where nothing was left to look at.</returns>
    internal static async Task<double?> RunAsync(Network network, Dataset dataset, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        if (atlas.IsDone(new("matching", DependsOn(options)))) return null;

        // What is found in a part is as large for a few images as for many.
        var partSize = Math.Clamp(dataset.Count / 8, 512, 4096);
        using var matcher = new Matcher(network, network.Layers, options.Matching);
        var parts = Enumerable.Range(0, (dataset.Count + partSize - 1) / partSize).Select(part => (Start: part * partSize, Count: Math.Min(partSize, dataset.Count - (part * partSize)))).ToArray();
        foreach (var part in parts.Where(part => !atlas.IsDone(Part(part.Start, options))))
            Keep(atlas, part.Start, await FindAsync(matcher, dataset, part, report, cancel).ConfigureAwait(false), options);
        await JoinAsync(matcher, network, dataset, atlas, parts, options, report, cancel: cancel).ConfigureAwait(false);
        return matcher.MillisecondsPerImage;
    }

    /// <summary>Matches a range of images.</summary>
    /// <returns>What was found, as <see cref="Matches.ToBytes"/> writes it: nobody who keeps or carries it needs to know more.</returns>
    /// <exception cref="BuildException">The folder of images has disappeared.</exception>
    internal static async Task<byte[]> FindAsync(Matcher matcher, Dataset dataset, (int Start, int Count) part, Action<double, string> report, CancellationToken cancel)
    {
        var seen = 0;
        var found = await matcher.RunAsync(dataset, part.Start, part.Count, _ =>
            report((double)(part.Start + ++seen) / dataset.Count, $"{part.Start + seen} of {dataset.Count} images"), cancel).ConfigureAwait(false);
        if (found.Skipped.Count > 0) dataset.ThrowIfGone();
        return found.ToBytes();
    }

    /// <summary>Keeps what was found in a part.</summary>
    internal static void Keep(AtlasWriter atlas, int start, byte[] matches, BuildOptions options)
    {
        var part = Part(start, options);
        atlas.Write(part, transaction => transaction.PutPart(part.Name, matches));
    }

    /// <summary>Joins the parts that are kept, and keeps the pictures of their examples.</summary>
    /// <param name="matcher">What looks again where an image has changed since it was matched.</param>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="atlas">The atlas that keeps the parts.</param>
    /// <param name="parts">Which images each is of.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="missing">How many other parts there should be: with any, the atlas says that matching is not done.</param>
    /// <param name="cancel">Ends it soon; the parts are kept.</param>
    /// <exception cref="BuildException">The folder of images has disappeared, or something writes to it all the time.</exception>
    internal static async Task JoinAsync(
        Matcher matcher, Network network, Dataset dataset, AtlasWriter atlas, IReadOnlyList<(int Start, int Count)> parts, BuildOptions options, Action<double, string> report, int missing = 0, CancellationToken cancel = default)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var matches = matcher.Start();
            foreach (var (start, _) in parts)
            {
                var found = matcher.Start();
                found.Read(atlas.Part(Part(start, options).Name)!);
                matches.Merge(found);
            }

            var changed = await KeepPicturesAsync(network, dataset, atlas, matches, options, report, cancel).ConfigureAwait(false);
            if (changed.Count == 0)
            {
                Finish(network, dataset, atlas, matches, options, missing);
                return;
            }

            // What was found in an image that is no longer the same is out of date, and so is its part.
            dataset.ThrowIfGone();
            foreach (var part in parts.Where(part => changed.Any(image => image.Index >= part.Start && image.Index < part.Start + part.Count)).ToArray())
                Keep(atlas, part.Start, await FindAsync(matcher, dataset, part, report, cancel).ConfigureAwait(false), options);
        }

        throw new BuildException($"Images of '{dataset.Folder}' change faster than they can be matched. Run the same command again when nothing writes there.", canRetry: true);
    }

    static void Finish(Network network, Dataset dataset, AtlasWriter atlas, Matches matches, BuildOptions options, int missing)
    {
        var likeness = atlas.Images().ToDictionary(image => image.Id, image => image.Likeness);
        var whole = new Piece("matching", missing == 0 ? DependsOn(options) : string.Create(CultureInfo.InvariantCulture, $"{missing} parts are missing"));
        atlas.Write(whole, transaction =>
        {
            new MatchRecords(network, options.Matching, DatasetLabels.Of(dataset), image => likeness[image]).Put(transaction, matches);
            transaction.DropParts("matching/");
        });
    }

    /// <returns>The images that are no longer what was matched.</returns>
    static async Task<IReadOnlyList<MatchedImage>> KeepPicturesAsync(Network network, Dataset dataset, AtlasWriter atlas, Matches matches, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var kept = atlas.Images().ToDictionary(image => image.Id, image => image.Sha256);
        var wanted = matches.Images.Where(image => kept.GetValueOrDefault(image.Index) != image.Hash).ToArray();
        var (batch, done) = (new List<MatchedPicture>(), 0);
        var changed = await MatchedPictures.ReadAsync(network, dataset, wanted, options.Matching, picture =>
        {
            batch.Add(picture);
            if (batch.Count == Pictures) Keep();
        }, cancel).ConfigureAwait(false);
        Keep();
        return changed;

        void Keep()
        {
            done += batch.Count;
            atlas.Write(new Piece("matching/pictures", DependsOn(options)), transaction =>
            {
                foreach (var picture in batch)
                    transaction.PutImage(new(picture.Image.Index, picture.Image.Name, picture.Image.Hash, picture.Width, picture.Height, PictureFormat.WebP) { Likeness = picture.Likeness }, picture.WebP);
            });
            batch.Clear();
            report(1, $"{done} of {wanted.Length} pictures kept");
        }
    }

    static string DependsOn(BuildOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"top {options.Matching.Top}{(options.Matching.Dedupe ? " deduped" : "")}{(options.Matching.Rank == Rank.Activation ? "" : " by relevance")}");

    static Piece Part(int start, BuildOptions options) => new(string.Create(CultureInfo.InvariantCulture, $"matching/{start}"), DependsOn(options));
}
