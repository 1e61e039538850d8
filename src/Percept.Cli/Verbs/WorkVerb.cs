using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Percept.Sharding;

namespace Percept.Cli.Verbs;

/// <summary>Does one shard of a plan, or all of them.</summary>
sealed class WorkVerb : Verb
{
    readonly PlanOptions plan = new();
    readonly Option<int?> shard = OptionOf.Whole("--shard", "The index of the shard; by default the one that the scheduler gives the task.", least: 0);
    readonly Option<int?> offset = OptionOf.Whole("--offset", "A number to add to the index, for schedulers whose arrays each begin at 0.", least: 0);
    readonly Option<bool> all = new("--all") { Description = "Do every shard that is missing, in processes on this machine." };
    readonly Option<int?> processes = OptionOf.Whole("--processes", "How many processes share this machine's processors; one per processor by default.", least: 1);

    internal WorkVerb() : base(
        "work", "Does one shard of a plan, unless its valid file exists already; with --all, every shard that is missing.",
        "percept work plan --shard 3", "percept work plan --all --processes 4", "percept work plan --offset 1000")
    {
        plan.AddTo(this);
        foreach (var option in new Option[] { shard, offset, all, processes, Json }) Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(all) && (result.GetResult(shard) ?? result.GetResult(offset)) is not null) result.AddError("--all does every shard: it goes with neither --shard nor --offset.");
            if (!result.GetValue(all) && result.GetResult(processes) is not null) result.AddError("--processes goes with --all: one shard is done by one process.");
        });
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (folder, watch) = (plan.Open(parsed), Stopwatch.StartNew());
        if (parsed.GetValue(all))
        {
            var processors = plan.DeviceOf(parsed).Processors.Count;
            var done = await output.WithProgressAsync(progress => ProcessPool.RunAsync(
                folder, parsed.GetValue(processes) ?? processors, processors, one => ThisCommand.Start(["work", folder.Path, "--shard", $"{one}", .. plan.Again(parsed)]),
                code => code is ExitCode.Usage or ExitCode.Refused, progress, cancellationToken));
            Print(done, $"{done} of {folder.Plan.Shards} shards were done; the others had been done before.");
            return ExitCode.Done;
        }

        var index = (parsed.GetValue(shard) ?? ShardIndex.From(Environment.GetEnvironmentVariable)) + (parsed.GetValue(offset) ?? 0);
        if (index is null)
        {
            output.Note($"Give --shard or --all: no scheduler's index is in the environment ({string.Join(", ", ShardIndex.Variables.Select(variable => variable.Name))}).");
            return ExitCode.Usage;
        }

        var isNew = await output.WithProgressAsync(progress => ShardWork.RunAsync(folder, index.Value, progress, cancellationToken));
        Print(isNew ? 1 : 0, string.Create(CultureInfo.InvariantCulture, $"Shard {index} {(isNew ? "is done" : "had been done before")}."));
        return ExitCode.Done;

        void Print(int done, string sentence)
        {
            if (output.IsJson) output.Json(new(folder.Path, done, watch.Elapsed.TotalSeconds), CliJson.Format.WorkRecord);
            else output.Line(sentence);
        }
    }
}
