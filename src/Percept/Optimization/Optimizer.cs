using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Percept.Networks;

namespace Percept.Optimization;

/// <summary>Finds images that maximise objectives, by gradient ascent.</summary>
public static class Optimizer
{
    /// <summary>Optimises an image for each objective; objectives that look at the same layers share their sessions.</summary>
    /// <param name="network">The network to look into.</param>
    /// <param name="objectives">What to maximise.</param>
    /// <param name="recipe">How.</param>
    /// <param name="batch">How many images climb at once, each on a thread of its own; as many as there are processors where null.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="failed">Called with an objective for which no image could be optimised, and why, from any thread; the others go on. Where null, the first failure ends all.</param>
    /// <param name="cancellationToken">Ends it between two steps; what was yielded before is finished.</param>
    /// <returns>Each result as soon as it is found.</returns>
    /// <exception cref="Onnx.Graphs.GraphException">An objective names what the network does not have, or the network cannot take images of the recipe's size.</exception>
    public static async IAsyncEnumerable<OptimizedPicture> RunAsync(
        Network network, IReadOnlyList<Objective> objectives, Recipe recipe, int? batch = null,
        IProgress<OptimizationProgress>? progress = null, Action<Objective, Exception>? failed = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (done, begun, steps, watch) = (0, 0, 0L, Stopwatch.StartNew());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (var group in objectives.Select(objective => (objective, scoring: new Scoring(network, objective))).GroupBy(pair => pair.scoring.Key).ToArray())
        {
            var (waiting, found) = (new ConcurrentQueue<Objective>(group.Select(pair => pair.objective).OrderBy(objective => objective.Earlier.Count())), Channel.CreateUnbounded<OptimizedPicture>());
            using var first = Begun(group.First().scoring, waiting);
            if (first is null) continue;
            var side = Math.Min(batch ?? Environment.ProcessorCount, waiting.Count);
            var climbers = Enumerable.Range(0, side).Select(_ => Task.Run(() => Climb(first, waiting, found.Writer, side), stop.Token)).ToArray();
            var climbing = Task.WhenAll(climbers).ContinueWith(all => found.Writer.Complete(all.Exception?.InnerException), TaskScheduler.Default);
            try
            {
                await foreach (var picture in found.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return picture;
            }
            finally
            {
                if (!found.Reader.Completion.IsCompleted) await stop.CancelAsync().ConfigureAwait(false);
                await climbing.ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        Ascent? Begun(Scoring scoring, ConcurrentQueue<Objective> waiting)
        {
            try
            {
                return new(scoring, recipe);
            }
            catch (Exception error) when (failed is not null)
            {
                foreach (var objective in waiting) failed(objective, error);
                return null;
            }
        }

        void Climb(Ascent first, ConcurrentQueue<Objective> waiting, ChannelWriter<OptimizedPicture> found, int side)
        {
            using var ascent = first.Twin();
            while (waiting.TryDequeue(out var objective))
            {
                try
                {
                    found.TryWrite(ascent.Climb(objective, Share(side), Stepped, stop.Token));
                }
                catch (Exception error) when (failed is not null && error is not OperationCanceledException)
                {
                    failed(objective, error);
                }

                Interlocked.Increment(ref done);
            }
        }

        // What is left of the time, in equal parts for all that have not begun.
        TimeSpan? Share(int side)
        {
            var left = objectives.Count - Interlocked.Increment(ref begun) + 1;
            return recipe.Minutes is { } minutes ? (TimeSpan.FromMinutes(minutes) - watch.Elapsed) * side / left : null;
        }

        void Stepped(int count) => progress?.Report(new(done, objectives.Count, Interlocked.Add(ref steps, count) / ((double)recipe.Steps * recipe.BestOf * objectives.Count)));
    }
}
