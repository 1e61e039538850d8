using Percept.Atlases;
using Percept.Building;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Pipeline;

/// <summary>Matches the dataset part by part: each part is kept as it is finished, and all are joined at the end, whoever made them.</summary>
sealed class MatchingStage : IStage
{
    internal const string StageName = "matching";

    const int Pictures = 256, MostRounds = 8;

    public Stages Part => Stages.Matching;

    public string Name => StageName;

    public async Task RunAsync(BuildContext build, StageRun run)
    {
        var (network, dataset, atlas, options) = (build.Network, build.Dataset, build.Atlas, build.Options);
        if (MatchRun.IsDone(atlas, options)) return;

        // What is found in a part is as large for a few images as for many.
        var partSize = Math.Clamp(dataset.Count / 8, 512, 4096);
        using var match = await Task.Run(() => network.Processors.Run(() => MatchRun.Of(network, options, run)), run.Cancel).ConfigureAwait(false);
        var parts = Enumerable.Range(0, (dataset.Count + partSize - 1) / partSize).Select(part => (Start: part * partSize, Count: Math.Min(partSize, dataset.Count - (part * partSize)))).ToArray();
        foreach (var part in parts.Where(part => !atlas.IsDone(match.Part(part.Start))))
            Keep(atlas, match, part.Start, await FindAsync(match, dataset, part, run).ConfigureAwait(false));
        await JoinAsync(match, network, dataset, atlas, parts, options, run).ConfigureAwait(false);
        run.MillisecondsPerImage = match.Matcher.MillisecondsPerImage;
    }

    /// <summary>Matches a range of images.</summary>
    /// <returns>What was found, as <see cref="Matches.ToBytes"/> writes it: nobody who keeps or carries it needs to know more.</returns>
    /// <exception cref="BuildException">The folder of images has disappeared.</exception>
    internal static async Task<byte[]> FindAsync(MatchRun match, Dataset dataset, (int Start, int Count) part, StageRun run)
    {
        var seen = 0;
        var found = await match.Matcher.RunAsync(dataset, part.Start, part.Count, _ =>
            run.Report((double)(part.Start + ++seen) / dataset.Count, $"{part.Start + seen} of {dataset.Count} images"), run.Cancel).ConfigureAwait(false);
        if (found.Skipped.Count > 0) dataset.ThrowIfGone();
        return found.ToBytes();
    }

    /// <summary>Keeps what was found in a part.</summary>
    internal static void Keep(AtlasWriter atlas, MatchRun match, int start, byte[] matches)
    {
        var part = match.Part(start);
        atlas.Write(part, transaction => transaction.PutPart(part.Name, matches));
    }

    /// <summary>Joins the parts that are kept, and keeps the pictures of their examples.</summary>
    /// <param name="match">What looks again where an image has changed since it was matched.</param>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="atlas">The atlas that keeps the parts.</param>
    /// <param name="parts">Which images each is of.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="run">The stage; cancelled, the parts are kept.</param>
    /// <param name="missing">How many other parts there should be: with any, the atlas says that matching is not done.</param>
    /// <exception cref="BuildException">The folder of images has disappeared, or something writes to it all the time.</exception>
    internal static async Task JoinAsync(
        MatchRun match, Network network, Dataset dataset, AtlasWriter atlas, IReadOnlyList<(int Start, int Count)> parts, BuildOptions options, StageRun run, int missing = 0)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var matches = match.Matcher.Start();
            foreach (var (start, _) in parts)
            {
                var found = match.Matcher.Start();
                found.Read(atlas.Part(match.Part(start).Name)!);
                matches.Merge(found);
            }

            var changed = await KeepPicturesAsync(match, network, dataset, atlas, matches, options, run).ConfigureAwait(false);
            if (changed.Count == 0)
            {
                Finish(match, network, dataset, atlas, matches, options, missing);
                return;
            }

            // What was found in an image that is no longer the same is out of date, and so is its part.
            dataset.ThrowIfGone();
            foreach (var part in parts.Where(part => changed.Any(image => image.Index >= part.Start && image.Index < part.Start + part.Count)).ToArray())
                Keep(atlas, match, part.Start, await FindAsync(match, dataset, part, run).ConfigureAwait(false));
        }

        throw new BuildException($"Images of '{dataset.Folder}' change faster than they can be matched. Run the same command again when nothing writes there.", canRetry: true);
    }

    static void Finish(MatchRun match, Network network, Dataset dataset, AtlasWriter atlas, Matches matches, BuildOptions options, int missing)
    {
        var hashes = atlas.Images().ToDictionary(image => image.Id, image => image.Likeness);
        atlas.Write(match.Whole(missing), transaction =>
        {
            new MatchRecords(network, options.Matching, DatasetLabels.Of(dataset), image => hashes[image]).Put(transaction, matches, match.Layers);
            transaction.PutMissing(match.Missing);
            transaction.DropParts("matching/");
        });
    }

    /// <returns>The images that are no longer what was matched.</returns>
    static async Task<IReadOnlyList<MatchedImage>> KeepPicturesAsync(MatchRun match, Network network, Dataset dataset, AtlasWriter atlas, Matches matches, BuildOptions options, StageRun run)
    {
        var kept = atlas.Images().ToDictionary(image => image.Id, image => image.Sha256);
        var wanted = matches.Images.Where(image => kept.GetValueOrDefault(image.Index) != image.Hash).ToArray();
        var (batch, done) = (new List<MatchedPicture>(), 0);
        var changed = await MatchedPictures.ReadAsync(network, dataset, wanted, options.Matching, picture =>
        {
            batch.Add(picture);
            if (batch.Count == Pictures) Keep();
        }, run.Cancel).ConfigureAwait(false);
        Keep();
        return changed;

        void Keep()
        {
            done += batch.Count;
            atlas.Write(match.Part(0) with { Name = "matching/pictures" }, transaction =>
            {
                foreach (var picture in batch)
                    transaction.PutImage(new(picture.Image.Index, picture.Image.Name, picture.Image.Hash, picture.Width, picture.Height, PictureFormat.WebP) { Likeness = picture.Likeness }, picture.WebP);
            });
            batch.Clear();
            run.Report(1, $"{done} of {wanted.Length} pictures kept");
        }
    }
}
