using System.Diagnostics;
using Percept.Atlases;

namespace Percept.Building;

/// <summary>A build at work: it does the stages that are wanted one after the other. One that fails as a whole is missing with a reason, and is tried again by the next build.</summary>
sealed class BuildRun(BuildContext build, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
{
    const string FailedPrefix = "failed/";

    readonly List<(string Name, double Seconds)> times = [];

    /// <summary>How long each stage took, in seconds.</summary>
    internal IReadOnlyList<(string Name, double Seconds)> Times => times;

    /// <summary>Whether a piece only says that a stage failed.</summary>
    internal static bool IsFailure(AtlasPart piece) => piece.Name.StartsWith(FailedPrefix, StringComparison.Ordinal);

    /// <summary>Does a stage, where it is wanted.</summary>
    internal Task DoAsync(IStage stage) => DoAsync(stage, run => stage.RunAsync(build, run));

    /// <summary>Does a stage, where it is wanted, by other work that gives the same.</summary>
    internal async Task DoAsync(IStage stage, Func<StageRun, Task> work)
    {
        if (!build.Options.Stages.HasFlag(stage.Part)) return;
        cancellationToken.ThrowIfCancellationRequested();
        var (run, failed, watch) = (new StageRun(stage.Name, build.Dataset, progress, cancellationToken), new AtlasPart(FailedPrefix + stage.Name), Stopwatch.StartNew());
        run.Report(0, "");
        if (await run.TryAsync(() => work(run)).ConfigureAwait(false) is { } missing) build.Atlas.Write(failed, transaction => transaction.PutMissing(missing));
        else if (build.Atlas.IsDone(failed)) build.Atlas.Forget(failed.Name);
        times.Add((stage.Name, watch.Elapsed.TotalSeconds));
        run.Report(1, "");
    }
}
