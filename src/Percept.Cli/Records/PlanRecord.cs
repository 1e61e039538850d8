using Percept.Sharding;

namespace Percept.Cli.Records;

/// <summary>What <c>plan</c> prints.</summary>
/// <param name="Plan">The plan's folder.</param>
/// <param name="Hash">The plan's hash.</param>
/// <param name="Shards">How many shards there are, with indices from 0.</param>
/// <param name="Stages">Which of them each stage has.</param>
/// <param name="Images">How many images there are.</param>
sealed record PlanRecord(string Plan, string Hash, int Shards, IReadOnlyList<PlannedStageRecord> Stages, int Images)
{
    internal static PlanRecord Of(ShardPlan plan, string folder, int images) => new(
        folder, plan.Hash, plan.Shards, [.. plan.Stages.Select(stage => new PlannedStageRecord(stage.Name, stage.First, stage.Starts.Count, stage.Items))], images);
}

/// <summary>A stage of a plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">The index of its first shard.</param>
/// <param name="Shards">How many shards it has.</param>
/// <param name="Items">How many items: images to match, or units to optimise images for.</param>
sealed record PlannedStageRecord(string Name, int First, int Shards, int Items);
