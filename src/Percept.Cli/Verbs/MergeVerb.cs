using System.CommandLine;
using System.Security.Cryptography;
using Percept.Cli.Records;
using Percept.Sharding;

namespace Percept.Cli.Verbs;

/// <summary>Joins shards into an atlas.</summary>
sealed class MergeVerb : BuildingVerb
{
    readonly PlanOptions plan = new();
    readonly Option<string> file = CommonOptions.OutputAtlas("What an earlier merge wrote is replaced.");

    internal MergeVerb() : base(
        "merge", "Joins the finished shards of a plan into an atlas. Once all are finished, it is identical to the file that `percept atlas` builds alone.",
        "percept merge plan -o model.percept")
    {
        plan.AddTo(this);
        Add(file);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(file);
        var (report, missing) = await output.WithProgressAsync(progress => ShardMerge.RunAsync(plan.Open(parsed), path, progress, cancellationToken));
        foreach (var one in missing) output.Note($"Shard {one.Shard} ({one.Stage}) is missing: {one.Reason}.");
        var code = output.IsJson ? Warn(report, output) : Print(report, output, path);
        if (output.IsJson) output.Json(MergeRecord.Of(report, missing, path, HashOf(path)), CliJson.Format.MergeRecord);
        return missing.Count > 0 ? ExitCode.Findings : code;
    }

    static string HashOf(string path)
    {
        using var atlas = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(atlas));
    }
}
