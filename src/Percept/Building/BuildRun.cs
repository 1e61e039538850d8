using System.Diagnostics;
using Percept.Atlases;

namespace Percept.Building;

/// <summary>A build at work: it does the stages that are wanted. One that fails as a whole is missing with a reason, and is tried again by the next build.</summary>
sealed class BuildRun(BuildContext build, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
{
    const string FailedPrefix = "failed/";

    /// <summary>From so many processors on, two stages are at work at once, and the second has what the first leaves idle. With fewer there is little of that, and both together take more memory.</summary>
    const int Many = 4;

    readonly List<StageTime> times = [];
    readonly int atOnce = build.Network.Processors.Count < Many ? 1 : 2;

    /// <summary>What each stage took.</summary>
    internal IReadOnlyList<StageTime> Times => times;

    /// <inheritdoc cref="StageRun.MillisecondsPerImage"/>
    internal double? MillisecondsPerImage { get; private set; }

    /// <summary>Whether a piece only says that a stage failed.</summary>
    internal static bool IsFailure(AtlasPart piece) => piece.Name.StartsWith(FailedPrefix, StringComparison.Ordinal);

    /// <summary>Does stages, each as soon as what it needs is there, those that come first in the list before the others.</summary>
    internal async Task DoAllAsync(IReadOnlyList<IStage> stages)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (left, running) = (stages.Index().Where(stage => build.Options.Stages.HasFlag(stage.Item.Part)).ToList(), new Dictionary<Task, Stages>());
        try
        {
            while (left.Count + running.Count > 0)
            {
                var undone = left.Select(stage => stage.Item.Part).Concat(running.Values).Aggregate((parts, part) => parts | part);
                if (running.Count < atOnce && left.FirstOrDefault(stage => (stage.Item.Needs & undone) == 0) is (var rank, { } stage) next)
                {
                    left.Remove(next);
                    running.Add(Task.Run(() => DoAsync(stage, null, rank, stop.Token), CancellationToken.None), stage.Part);
                    continue;
                }

                var ended = await Task.WhenAny(running.Keys).ConfigureAwait(false);
                running.Remove(ended);
                await ended.ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does a stage, where it is wanted, by other work that gives the same where that is given.</summary>
    internal Task DoAsync(IStage stage, Func<StageRun, Task>? work = null) => build.Options.Stages.HasFlag(stage.Part) ? DoAsync(stage, work, rank: 0, cancellationToken) : Task.CompletedTask;

    async Task DoAsync(IStage stage, Func<StageRun, Task>? work, int rank, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (run, failed, watch) = (new StageRun(stage.Name, build.Dataset, progress, cancellationToken), new AtlasPart(FailedPrefix + stage.Name), Stopwatch.StartNew());
        var processors = build.Network.Device.Processors.Ranked(rank);
        var before = processors.Spent;
        var ranked = build with { Network = build.Network.On(build.Network.Device.With(processors)) };
        run.Report(0, "");
        if (await run.TryAsync(() => work?.Invoke(run) ?? processors.Run(() => stage.RunAsync(ranked, run))).ConfigureAwait(false) is { } missing) build.Atlas.Write(failed, transaction => transaction.PutMissing(missing));
        else if (build.Atlas.IsDone(failed)) build.Atlas.Forget(failed.Name);
        MillisecondsPerImage ??= run.MillisecondsPerImage;
        lock (times) times.Add(new(stage.Name, watch.Elapsed.TotalSeconds, (processors.Spent - before).TotalSeconds));
        run.Report(1, "");
    }
}
