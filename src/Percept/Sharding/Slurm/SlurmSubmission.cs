using System.Globalization;
using Percept.Building;
using Percept.Files;

namespace Percept.Sharding.Slurm;

/// <summary>Has a plan done by a Slurm cluster: job arrays for what is missing, and a merge behind them.</summary>
/// <param name="folder">The plan, in a folder that all nodes see.</param>
/// <param name="atlas">Where the atlas goes.</param>
/// <param name="percept">How percept is started on a node.</param>
/// <param name="options">How jobs are submitted.</param>
sealed class SlurmSubmission(PlanFolder folder, string atlas, IReadOnlyList<string> percept, SlurmOptions options)
{
    /// <summary>How often what is missing is submitted.</summary>
    const int Rounds = 3;

    static readonly TimeSpan shortest = TimeSpan.FromSeconds(1), longest = TimeSpan.FromSeconds(15);

    string Scripts => folder.In("slurm");

    string Logs => folder.In("slurm", "log");

    string Ids => folder.In("slurm", "jobs");

    string Ended => folder.In("slurm", "merge.exit");

    /// <summary>What would be submitted: the scripts are written, and the commands returned.</summary>
    public IReadOnlyList<string> DryRun()
    {
        var (commands, after) = (new List<string>(), Array.Empty<string>());
        foreach (var stage in Jobs(SlurmCommands.UsualArraySize))
        {
            foreach (var job in stage) commands.Add(SlurmJob.CommandLine(["sbatch", "--parsable", .. job.Arguments(options, Write(job), after)]));
            after = [.. stage.Select(job => $"ID-OF-{job.Name}")];
        }

        return commands;
    }

    /// <summary>Submits what is missing, unless jobs for it are in the queue already.</summary>
    /// <returns>The ids of the jobs.</returns>
    public async Task<IReadOnlyList<string>> SubmitAsync(CancellationToken cancellationToken = default)
    {
        var known = File.Exists(Ids) ? await File.ReadAllLinesAsync(Ids, cancellationToken).ConfigureAwait(false) : [];
        if ((await SlurmCommands.AliveAsync(known, cancellationToken).ConfigureAwait(false)).Count > 0) return known;
        Directory.CreateDirectory(Logs);
        File.Delete(Ended);
        var (all, after) = (new List<string>(), Array.Empty<string>());
        foreach (var stage in Jobs(await SlurmCommands.MaxArraySizeAsync(cancellationToken).ConfigureAwait(false)))
        {
            var before = after;
            var ids = new List<string>();
            foreach (var job in stage)
            {
                ids.Add(await SlurmCommands.SubmitAsync(job.Arguments(options, Write(job), before), cancellationToken).ConfigureAwait(false));
                AtomicFile.Write(Ids, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', all.Concat(ids))));
            }

            all.AddRange(ids);
            after = [.. ids];
        }

        return all;
    }

    /// <summary>Submits, waits, and submits what is missing again, until the merge has ended with nothing missing.</summary>
    /// <returns>The exit code of the merge.</returns>
    /// <exception cref="BuildException">Shards are still missing after several rounds.</exception>
    public async Task<int> FollowAsync(IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        for (var round = 1; ; round++)
        {
            await WaitAsync(await SubmitAsync(cancellationToken).ConfigureAwait(false), progress, cancellationToken).ConfigureAwait(false);
            var missing = folder.Missing();
            if (missing.Count == 0 && File.Exists(Ended) && int.TryParse(await File.ReadAllTextAsync(Ended, cancellationToken).ConfigureAwait(false), out var code)) return code;
            if (round == Rounds)
                throw new BuildException($"The jobs have ended {Rounds} times, and {(missing.Count > 0 ? Sentences.List(missing) : "the merge")} is still missing. See '{Logs}' for what the tasks said.", canRetry: true);
        }
    }

    async Task WaitAsync(IReadOnlyCollection<string> jobs, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        for (var pause = shortest; await SlurmCommands.AliveAsync(jobs, cancellationToken).ConfigureAwait(false) is { Count: > 0 } alive; pause = pause * 1.2 < longest ? pause * 1.2 : longest)
        {
            var there = folder.Plan.Shards - folder.Missing().Count;
            progress?.Report(new("shards", 0.999 * there / folder.Plan.Shards, string.Create(CultureInfo.InvariantCulture, $"{there} of {folder.Plan.Shards} done, {alive.Values.Sum()} tasks in the queue")));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The jobs for what is missing, stage by stage, and the merge.</summary>
    IEnumerable<IReadOnlyList<SlurmJob>> Jobs(int maxArraySize)
    {
        var (missing, place) = (folder.Missing(), (string[])["--model", folder.Plan.Model, "--images", folder.Plan.Images]);
        foreach (var stage in folder.Plan.Stages)
        {
            var shards = missing.Where(shard => shard.Stage == stage.Name).Select(shard => shard.Shard).ToArray();
            if (shards.Length > 0) yield return [.. SlurmJob.Of(stage.Name, shards, maxArraySize, SlurmJob.CommandLine([.. percept, "work", folder.Path, .. place]))];
        }

        yield return [new("percept-merge", null, $"{SlurmJob.CommandLine([.. percept, "merge", folder.Path, .. place, "-o", Path.GetFullPath(atlas)])}\necho $? > {ShellText.Quote(Ended)}")];
    }

    string Write(SlurmJob job)
    {
        Directory.CreateDirectory(Logs);
        var path = Path.Combine(Scripts, job.Name + ".sh");
        AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(job.Script(options, Logs)));
        return path;
    }
}
