using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;
using Percept.Sharding;

namespace Percept.Cli.Records;

/// <summary>What <c>merge</c> prints.</summary>
/// <param name="Atlas">The atlas file.</param>
/// <param name="Missing">The shards that are missing, then what the finished ones could not make.</param>
/// <param name="ContentSha256">The hash of the atlas file.</param>
/// <param name="Layers">How many layers the network has.</param>
/// <param name="Units">How many units they have together.</param>
/// <param name="DeadUnits">How many units had the same maximum in every image.</param>
/// <param name="Images">How many images were read.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
/// <param name="Optimized">How many optimised images the atlas has.</param>
/// <param name="Summary">All of it in words.</param>
sealed record MergeRecord(
    string Atlas, IReadOnlyList<MissingPart> Missing, string ContentSha256, int Layers, int Units, int DeadUnits, int Images, IReadOnlyList<SkippedFile> Skipped,
    int Optimized, string Summary)
{
    internal static MergeRecord Of(BuildReport report, IReadOnlyList<MissingShard> shards, string atlas, string hash) => new(
        atlas, [.. shards.Select(MissingPart.Of), .. report.Missing.Select(MissingPart.Of)], hash, report.Layers, report.Units, report.DeadUnits, report.Images, report.Skipped,
        report.Optimized, report.Summary);
}

/// <summary>A shard, or a part of the atlas, that is missing.</summary>
/// <param name="Shard">The shard's index in the plan; null for a part of the atlas.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Layer">The layer's name; null for a shard, and where all of the stage is missing.</param>
/// <param name="Unit">The channel; null for a shard, and where all of the layer is missing.</param>
/// <param name="Reason">Why.</param>
sealed record MissingPart(int? Shard, string Stage, string? Layer, int? Unit, string Reason)
{
    internal static MissingPart Of(MissingShard shard) => new(shard.Shard, shard.Stage, null, null, shard.Reason);

    internal static MissingPart Of(MissingRecord part) => new(null, part.Stage, part.Layer, part.Unit, part.Reason);
}
