using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Percept.Building;

namespace Percept.Sharding;

/// <summary>Does the shards of a plan in several processes of this machine, each as a scheduler's task would.</summary>
static class ProcessPool
{
    /// <summary>How often a shard is tried whose process died; one that is refused is not tried again.</summary>
    const int Attempts = 3;

    /// <summary>Does every shard that is missing, stage by stage.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="processors">How many processors they share.</param>
    /// <param name="processes">How many processes at once; they share the processors.</param>
    /// <param name="isRefused">Whether a process that ended with this code would do so again.</param>
    /// <param name="start">The command that does a shard.</param>
    /// <param name="progress">Receives a report of every shard.</param>
    /// <param name="cancellationToken">Ends the processes; finished shards are kept.</param>
    /// <returns>How many shards were done.</returns>
    /// <exception cref="BuildException">A shard could not be done.</exception>
    public static async Task<int> RunAsync(
        PlanFolder folder, int processes, int processors, Func<int, ProcessStartInfo> start, Func<int, bool> isRefused, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var all = 0;
        foreach (var stage in folder.Plan.Stages)
        {
            var (missing, done, failures) = (folder.Missing(stage), 0, new ConcurrentQueue<string>());
            var options = new ParallelOptions { MaxDegreeOfParallelism = processes, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(missing, options, async (shard, cancellationToken) =>
            {
                if (await TryAsync(shard.Shard, cancellationToken).ConfigureAwait(false) is { } failure) failures.Enqueue(failure);
                else progress?.Report(new(stage.Name, (double)Interlocked.Increment(ref done) / missing.Count, string.Create(CultureInfo.InvariantCulture, $"{done} of {missing.Count} shards")));
            }).ConfigureAwait(false);
            if (failures.TryPeek(out var first))
                throw new BuildException($"{failures.Count} of {missing.Count} shards of {stage.Name} could not be done; the others are kept. {first}", canRetry: true);
            all += done;
        }

        return all;

        async Task<string?> TryAsync(int shard, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                var (code, said) = await EndAsync(start(shard), Math.Max(1, processors / processes), cancellationToken).ConfigureAwait(false);
                if (folder.Read(shard).Why is null) return null;
                if (attempt == Attempts || isRefused(code)) return string.Create(CultureInfo.InvariantCulture, $"Shard {shard} ended with exit code {code} after {attempt} attempt(s): {said}");
            }
        }
    }

    static async Task<(int Code, string Said)> EndAsync(ProcessStartInfo start, int processors, CancellationToken cancellationToken)
    {
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        start.Environment["DOTNET_PROCESSOR_COUNT"] = processors.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        try
        {
            var (ignored, said) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await ignored.ConfigureAwait(false);
            return (process.ExitCode, (await said.ConfigureAwait(false)).Trim().Split('\n')[^1]);
        }
        catch (OperationCanceledException)
        {
            // A shard is written whole or not at all, so its process may be ended anywhere.
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
