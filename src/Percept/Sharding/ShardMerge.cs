using Percept.Answers.Trust;
using Percept.Atlases;
using Percept.Building;
using Percept.Files;
using Percept.Networks;
using Percept.Pipeline;

namespace Percept.Sharding;

/// <summary>What a merge gave.</summary>
/// <param name="Atlas">What the atlas holds.</param>
/// <param name="Missing">The shards that are not in it yet.</param>
sealed record MergeReport(BuildReport Atlas, IReadOnlyList<MissingShard> Missing);

/// <summary>Joins the finished shards of a plan into an atlas: once all are there, into the same bytes as one process builds alone.</summary>
static class ShardMerge
{
    /// <summary>Joins whatever shards are finished; again, with more of them, the atlas is replaced.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="atlasPath">The atlas file.</param>
    /// <param name="progress">Receives a report of every piece of work.</param>
    /// <param name="cancellationToken">Ends it soon; what was there before is left as it was.</param>
    /// <exception cref="BuildException">Another atlas, or one with more in it, is there.</exception>
    public static async Task<MergeReport> RunAsync(PlanFolder folder, string atlasPath, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var turn = AtlasWriter.TakeTurn(atlasPath, TimeSpan.FromSeconds(5));
        ThrowIfOther(folder, atlasPath);
        var part = atlasPath + ".merging" + AtomicFile.PartExtension;
        try
        {
            var missing = await BuildAsync(folder, part, folder.LoadNetwork(), matchingAlone: false, progress, cancellationToken).ConfigureAwait(false);
            BuildReport report;
            using (var made = Atlas.OpenRead(part))
            {
                ThrowIfLess(made, atlasPath);
                report = AtlasSummary.Of(made, []);
            }

            AtomicFile.Rename(part, atlasPath);
            return new(report, missing);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Builds an atlas of the shards that are finished.</summary>
    /// <returns>The others.</returns>
    internal static async Task<IReadOnlyList<MissingShard>> BuildAsync(PlanFolder folder, string path, Network network, bool matchingAlone, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        File.Delete(path);
        File.Delete(path + "-journal");
        using var atlas = Atlas.OpenWrite(path, folder.Plan.Identity);
        var (dataset, missing) = (folder.LoadDataset(), new List<MissingShard>());
        var run = new BuildRun(new(network, dataset, atlas, folder.Plan.Options), progress, cancellationToken);
        ListStage.Run(dataset, atlas);
        LayerStage.Run(network, atlas);
        foreach (var stage in AtlasStages.All.Where(stage => !matchingAlone || stage is MatchingStage or EffectiveStage))
        {
            var planned = folder.Plan.Stages.FirstOrDefault(planned => planned.Name == stage.Name);
            if (stage is MatchingStage) await run.DoAsync(stage, run => MatchAsync(folder, planned!, network, dataset, atlas, missing, run)).ConfigureAwait(false);
            else if (stage is OptimizationStage && planned is not null) Optimize(folder, planned, network, atlas, missing);
            // How far images may be believed comes with them.
            else if (stage is not (OptimizationStage or TrustStage) && !(stage.WaitsForShards && missing.Count > 0)) await run.DoAsync(stage).ConfigureAwait(false);
        }

        atlas.Seal();
        return missing;
    }

    static async Task MatchAsync(
        PlanFolder folder, PlannedStage stage, Network network, Dataset dataset, AtlasWriter atlas, List<MissingShard> missing, StageRun run)
    {
        using var match = MatchRun.Of(network, folder.Plan.Options, run);
        var parts = new List<(int, int)>();
        foreach (var (shard, content) in Contents(folder, stage, missing))
        {
            parts.Add(stage.ItemsOf(shard));
            MatchingStage.Keep(atlas, match, stage.ItemsOf(shard).Start, content);
        }

        await MatchingStage.JoinAsync(match, network, dataset, atlas, parts, folder.Plan.Options, run, missing.Count).ConfigureAwait(false);
    }

    static void Optimize(PlanFolder folder, PlannedStage stage, Network network, AtlasWriter atlas, List<MissingShard> missing)
    {
        var made = Contents(folder, stage, missing).SelectMany(shard => VisualizedUnit.Read(shard.Content)).ToLookup(image => image.Layer);
        foreach (var plan in network.Layers.Select(layer => UnitPlan.Of(network, atlas, layer, folder.Plan.Options)))
        {
            var images = made[plan.Layer.Index].ToArray();
            if (plan.Units.Count == 0 || images.Length == 0) continue;
            var isWhole = plan.Units.All(unit => images.Any(image => image.Unit == unit));
            atlas.Write(isWhole ? plan.Piece : plan.Piece with { DependsOn = $"{images.Length} of {plan.Units.Count} units" }, transaction =>
            {
                foreach (var image in images) image.PutTo(transaction);
                transaction.PutMissing(StageRun.Joined(images.Select(image => image.Missing).OfType<MissingRecord>(), plan.Units.Count));
            });
            if (isWhole && atlas.Optimized(plan.Layer.Index) is { Count: > 0 } kept)
                atlas.Write(TrustStage.PieceOf(atlas, plan.Layer, kept), transaction => transaction.PutMissing(StageRun.Joined(images.Select(image => image.Unmeasured).OfType<MissingRecord>(), kept.Count)));
        }
    }

    static IEnumerable<(int Shard, byte[] Content)> Contents(PlanFolder folder, PlannedStage stage, List<MissingShard> missing)
    {
        foreach (var shard in stage.Shards)
            if (folder.Read(shard) is { Content: { } content }) yield return (shard, content);
            else missing.Add(new(shard, stage.Name, folder.Read(shard).Why ?? ""));
    }

    /// <summary>Refuses early what would be refused when all work is done.</summary>
    static void ThrowIfOther(PlanFolder folder, string path)
    {
        if (!File.Exists(path)) return;
        using var there = Atlas.OpenRead(path);
        if (there.Identity.WhyNot(folder.Plan.Identity, path) is { } reason) throw new AtlasException(reason);
    }

    /// <remarks>A merge replaces what an earlier merge wrote, but nothing that a plan does not give back.</remarks>
    static void ThrowIfLess(Atlas made, string path)
    {
        if (!File.Exists(path))
        {
            // What an atlas that was deleted left beside it would be taken for this one's.
            File.Delete(path + "-journal");
            return;
        }

        using var there = Atlas.OpenRead(path);
        var given = made.Pieces().Select(piece => piece.Name).ToHashSet();
        if (there.Pieces().FirstOrDefault(piece => !given.Contains(piece.Name) && !BuildRun.IsFailure(piece)) is { } more)
            throw new BuildException($"'{path}' has something in it that the plan does not give: {more.Name}. Choose another file.");
    }
}
