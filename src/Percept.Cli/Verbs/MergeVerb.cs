using System.CommandLine;
using System.Security.Cryptography;
using Percept.Sharding;

namespace Percept.Cli.Verbs;

/// <summary>Joins shards into an atlas.</summary>
sealed class MergeVerb : BuildingVerb
{
    readonly PlanOptions plan = new();
    readonly Option<string> file = OptionOf.Path("--output", "The atlas file; what an earlier merge wrote is replaced.", "ATLAS", required: true, "-o");

    internal MergeVerb() : base(
        "merge", "Joins whatever shards of a plan are finished into an atlas. Once all are, it is the very file that `percept atlas` builds alone.",
        "percept merge plan -o model.percept")
    {
        plan.AddTo(this);
        Add(file);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var path = parsed.GetRequiredValue(file);
        var (report, missing) = await output.WithProgressAsync(progress => ShardMerge.RunAsync(plan.Open(parsed), path, progress, cancel));
        foreach (var one in missing) output.Note($"Shard {one.Shard} ({one.Stage}) is missing: {one.Reason}.");
        var code = Tell(report, output, path, json: new
        {
            atlas = path,
            missing = missing.Select(one => (object)new { one.Shard, one.Stage, one.Reason }).Concat(report.Missing),
            content_sha256 = HashOf(path),
            report.Layers,
            report.Units,
            report.DeadUnits,
            report.Images,
            report.Skipped,
            report.Optimized,
            report.Summary,
        });
        return missing.Count > 0 ? ExitCode.Findings : code;
    }

    static string HashOf(string path)
    {
        using var atlas = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(atlas));
    }
}
