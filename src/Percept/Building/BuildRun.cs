using System.Diagnostics;
using Percept.Atlases;

namespace Percept.Building;

/// <summary>A build at work: it does the stages that are wanted one after the other. One that fails as a whole is missing with a reason, and is tried again by the next build.</summary>
sealed class BuildRun(Dataset dataset, AtlasWriter atlas, Stages wanted, IProgress<BuildProgress>? progress, CancellationToken cancel)
{
    const string FailedPrefix = "failed/";

    readonly List<(string Name, double Seconds)> times = [];

    /// <summary>How long each stage took, in seconds.</summary>
    internal IReadOnlyList<(string Name, double Seconds)> Times => times;

    /// <summary>Whether a piece only says that a stage failed.</summary>
    internal static bool IsFailure(AtlasPart piece) => piece.Name.StartsWith(FailedPrefix, StringComparison.Ordinal);

    internal Task DoAsync(Stages stage, Action<StageRun> work) => DoAsync(stage, run =>
    {
        work(run);
        return Task.CompletedTask;
    });

    internal async Task DoAsync(Stages stage, Func<StageRun, Task> work)
    {
        if (!wanted.HasFlag(stage)) return;
        cancel.ThrowIfCancellationRequested();
        var (name, watch) = (StageNames.Of(stage), Stopwatch.StartNew());
        var (run, failed) = (new StageRun(stage, dataset, progress, cancel), new AtlasPart(FailedPrefix + name));
        run.Report(0, "");
        if (await run.TryAsync(() => work(run)).ConfigureAwait(false) is { } missing) atlas.Write(failed, transaction => transaction.PutMissing(missing));
        else if (atlas.IsDone(failed)) atlas.Forget(failed.Name);
        times.Add((name, watch.Elapsed.TotalSeconds));
        run.Report(1, "");
    }
}
