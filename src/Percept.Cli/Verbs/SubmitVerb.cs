using System.CommandLine;
using Percept.Sharding.Slurm;

namespace Percept.Cli.Verbs;

/// <summary>Has a plan done by a cluster.</summary>
sealed class SubmitVerb : Verb
{
    readonly PlanOptions plan = new();
    readonly Option<bool> slurm = new("--slurm") { Description = "Use Slurm, the only scheduler that is supported." };
    readonly Option<string> file = CommonOptions.OutputAtlas("By default atlas.percept in the plan's folder.", required: false);
    readonly Option<string> partition = OptionOf.Path("--partition", "The partition; the cluster's default by default.", "NAME", required: false);
    readonly Option<int> processors = OptionOf.Whole("--cpus", "Processors for each task.", least: 1, usual: 1);
    readonly Option<string[]> more = new("--sbatch") { Description = "A further option for sbatch, such as --sbatch=--time=2:00:00; may be repeated.", HelpName = "OPTION" };
    readonly Option<bool> dryRun = new("--dry-run") { Description = "Write the job scripts and print the commands, but submit nothing." };
    readonly Option<bool> noWait = new("--no-wait") { Description = "Exit once everything is submitted; the same command without it follows the jobs later." };

    internal SubmitVerb() : base(
        "submit", "Submits the missing shards of a plan to a Slurm cluster, as job arrays followed by a merge; follows them, and resubmits what was lost.",
        "percept submit plan --slurm -o model.percept", "percept submit plan --slurm --partition cpu --cpus 4 --sbatch=--time=2:00:00", "percept submit plan --slurm --dry-run")
    {
        plan.AddTo(this);
        foreach (var option in new Option[] { slurm, file, partition, processors, more, dryRun, noWait, Json }) Add(option);
        Validators.Add(result =>
        {
            if (!result.GetValue(slurm)) result.AddError("Give --slurm, the only scheduler that `percept submit` supports; docs/scale.md has templates for others.");
        });
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var folder = plan.Open(parsed);
        var atlas = parsed.GetValue(file) ?? Path.Combine(folder.Path, "atlas.percept");
        var submission = new SlurmSubmission(folder, atlas, ThisCommand.Words, new()
        {
            Partition = parsed.GetValue(partition),
            Processors = parsed.GetValue(processors),
            More = parsed.GetValue(more) ?? [],
        });
        if (parsed.GetValue(dryRun))
        {
            foreach (var command in submission.DryRun()) output.Line(command);
            return ExitCode.Done;
        }

        if (parsed.GetValue(noWait))
        {
            var jobs = await submission.SubmitAsync(cancellationToken);
            if (output.IsJson) output.Json(new(jobs), CliJson.Format.SubmittedRecord);
            else output.Line($"Jobs {string.Join(", ", jobs)}. The same command without --no-wait follows them.");
            return ExitCode.Done;
        }

        var code = await output.WithProgressAsync(progress => submission.FollowAsync(progress, cancellationToken));
        if (output.IsJson) output.Json(new(atlas, code), CliJson.Format.SubmitRecord);
        else output.Line($"Atlas: {atlas}");
        return code;
    }
}
