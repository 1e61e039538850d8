using System.Security.Cryptography;
using System.Text.Json;
using Percept.Answers.Trust;
using Percept.Atlases;
using Percept.Building;
using Percept.Files;
using Percept.Networks;
using Percept.Pipeline;

namespace Percept.Sharding;

/// <summary>Does one shard of a plan. Whoever does it, wherever and however often, writes the same file.</summary>
static class ShardWork
{
    /// <summary>Does a shard, unless its valid file is there.</summary>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="BuildException">There is no such shard, shards that it needs are missing, or what it works on is not what was planned.</exception>
    public static async Task<bool> RunAsync(PlanFolder folder, int shard, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var stage = folder.Plan.StageOf(shard);
        if (folder.Read(shard).Why is null) return false;
        var content = stage.Name switch
        {
            PlannedStage.Matching => await MatchAsync(folder, stage.ItemsOf(shard), progress, cancellationToken).ConfigureAwait(false),
            PlannedStage.Joining => await JoinAsync(folder, progress, cancellationToken).ConfigureAwait(false),
            _ => await OptimizeAsync(folder, stage.ItemsOf(shard), progress, cancellationToken).ConfigureAwait(false),
        };
        folder.Write(shard, content);
        progress?.Report(new(stage.Name, 1, ""));
        return true;
    }

    static async Task<byte[]> MatchAsync(PlanFolder folder, (int Start, int Count) items, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        var (network, dataset) = (folder.LoadNetwork(), folder.LoadDataset());
        dataset.ThrowIfGone();
        var run = new StageRun(MatchingStage.StageName, dataset, progress, cancellationToken);
        using var match = MatchRun.Of(network, folder.Plan.Options, run);
        return await MatchingStage.FindAsync(match, dataset, items, run).ConfigureAwait(false);
    }

    /// <summary>Joins the matching into an atlas that those who optimise read; the shard's content says how to know it again.</summary>
    static async Task<byte[]> JoinAsync(PlanFolder folder, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        var missing = folder.Missing(folder.Plan.Stages.Single(stage => stage.Name == PlannedStage.Matching));
        if (missing.Count > 0)
            throw new BuildException($"The images are not all matched yet, and which units are optimised depends on all of them: {Sentences.List(missing)}. Run these first.", canRetry: true);
        var part = $"{folder.Joined}.{Guid.NewGuid():N}{AtomicFile.PartExtension}";
        try
        {
            await ShardMerge.BuildAsync(folder, part, folder.LoadNetwork(), matchingAlone: true, progress, cancellationToken).ConfigureAwait(false);
            var fingerprint = JsonSerializer.SerializeToUtf8Bytes(Fingerprint(part));
            AtomicFile.Rename(part, folder.Joined);
            return fingerprint;
        }
        finally
        {
            File.Delete(part);
        }
    }

    static async Task<byte[]> OptimizeAsync(PlanFolder folder, (int Start, int Count) items, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        var (network, options) = (folder.LoadNetwork(), folder.Plan.Options);
        using var matched = await OpenJoinedAsync(folder, progress, cancellationToken).ConfigureAwait(false);
        var plans = ShardPlan.Places(network, options).Skip(items.Start).Take(items.Count).GroupBy(place => place.Layer, place => place.Rank).Select(ranks =>
        {
            var plan = UnitPlan.Of(network, matched, ranks.Key, options);
            return plan with { Units = [.. ranks.Where(rank => rank < plan.Units.Count).Select(rank => plan.Units[rank])] };
        }).ToArray();
        var (made, run) = (new List<VisualizedUnit>(), new StageRun(TrustStage.StageName, dataset: null, progress, cancellationToken));
        await OptimizationStage.MakeAsync(network, plans, Keep, new(OptimizationStage.StageName, dataset: null, progress, cancellationToken)).ConfigureAwait(false);
        return VisualizedUnit.ToBytes(plans.SelectMany(plan => Measured(network, matched, plan, made.Where(image => image.Layer == plan.Layer.Index), run)));

        void Keep(UnitPlan plan, VisualizedUnit image)
        {
            lock (made) made.Add(image);
        }
    }

    /// <summary>The images of a layer in the order of their units, with how far each may be believed.</summary>
    static IEnumerable<VisualizedUnit> Measured(Network network, Atlas matched, UnitPlan plan, IEnumerable<VisualizedUnit> made, StageRun run)
    {
        var images = made.OrderBy(image => image.Unit).ToArray();
        var excited = images.Where(image => image.Image is not null).Select(image => (image.Image!, image.Png)).ToArray();
        if (excited.Length == 0) return images;
        var trust = TrustStage.Measure(network, matched, plan.Layer, excited, run, run.Cancel.ThrowIfCancellationRequested).ToDictionary(statement => statement.Image.Unit);
        return images.Select(image => image.Image is null ? image : image with { Image = image.Image with { Trust = trust[image.Unit].Trust }, Unmeasured = trust[image.Unit].Missing });
    }

    /// <summary>The matching of all images, joined now where nobody did it yet.</summary>
    static async Task<Atlas> OpenJoinedAsync(PlanFolder folder, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        var shard = folder.Plan.Stages.Single(stage => stage.Name == PlannedStage.Joining).First;
        if (folder.Read(shard).Content is not { } content || JsonSerializer.Deserialize<string>(content) != Fingerprint(folder.Joined)) folder.Write(shard, await JoinAsync(folder, progress, cancellationToken).ConfigureAwait(false));
        return Atlas.OpenRead(folder.Joined);
    }

    static string? Fingerprint(string path)
    {
        if (!File.Exists(path)) return null;
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
