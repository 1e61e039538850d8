using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Percept.Networks;

namespace Percept.Visualization;

/// <summary>Finds images that maximise objectives, by gradient ascent.</summary>
public static class Optimizer
{
    /// <summary>Optimises an image for each objective; objectives that look at the same layers share their sessions.</summary>
    /// <param name="network">The network to look into.</param>
    /// <param name="objectives">What to maximise.</param>
    /// <param name="recipe">How.</param>
    /// <param name="batch">How many images climb at once, each on a thread of its own; as many as there are processors where null.</param>
    /// <param name="progress">Receives a report after every step.</param>
    /// <param name="failed">Called with an objective for which no image could be optimised, and why, from any thread; the others go on. Where null, the first failure ends all.</param>
    /// <param name="cancellationToken">Ends it between two steps; what was yielded before is finished.</param>
    /// <returns>Each result as soon as it is found.</returns>
    /// <exception cref="Onnx.Graphs.GraphException">An objective names what the network does not have, or the network cannot take images of the recipe's size.</exception>
    public static async IAsyncEnumerable<FeatureVisualization> RunAsync(
        Network network, IReadOnlyList<Objective> objectives, Recipe recipe, int? batch = null,
        IProgress<OptimizationProgress>? progress = null, Action<Objective, Exception>? failed = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (done, begun, steps, watch) = (0, 0, 0L, Stopwatch.StartNew());
        var (side, found) = (Math.Min(batch ?? Environment.ProcessorCount, objectives.Count), Channel.CreateUnbounded<FeatureVisualization>());
        var groups = objectives.Select(objective => (objective, scoring: new ScoreBuilder(network, objective))).GroupBy(pair => pair.scoring.Key).ToArray();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim turn = new(1), places = new(Math.Max(1, side));
        var climbing = Task.WhenAll(groups.Select(group => ClimbAsync(group.First().scoring, [.. group.Select(pair => pair.objective)]))).ContinueWith(_ => found.Writer.TryComplete(), TaskScheduler.Default);
        try
        {
            await foreach (var picture in found.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return picture;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await climbing.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();

        // Each group in turn begins on as many places as it can use; the next one takes those that are left, so that objectives of different layers climb side by side too.
        async Task ClimbAsync(ScoreBuilder scoring, Objective[] group)
        {
            var (waiting, climbers) = (new ConcurrentQueue<Objective>(group.OrderBy(objective => objective.Earlier.Count())), new List<Task>());
            var first = new Lazy<Ascent>(() => new(scoring, recipe));
            try
            {
                await turn.WaitAsync(stop.Token).ConfigureAwait(false);
                try
                {
                    while (climbers.Count < Math.Min(side, group.Length) && !waiting.IsEmpty)
                    {
                        await places.WaitAsync(stop.Token).ConfigureAwait(false);
                        climbers.Add(Task.Run(() => Climb(first, waiting), CancellationToken.None));
                    }
                }
                finally
                {
                    turn.Release();
                }
            }
            catch (OperationCanceledException)
            {
                // What is at work ends by itself.
            }

            await Task.WhenAll(climbers).ConfigureAwait(false);
            if (first.IsValueCreated) first.Value.Dispose();
        }

        Ascent? Begun(Lazy<Ascent> first, ConcurrentQueue<Objective> waiting)
        {
            try
            {
                return first.Value.Twin();
            }
            catch (Exception error) when (failed is not null)
            {
                while (waiting.TryDequeue(out var objective)) failed(objective, error);
                return null;
            }
        }

        void Climb(Lazy<Ascent> first, ConcurrentQueue<Objective> waiting)
        {
            try
            {
                using var ascent = Begun(first, waiting);
                while (ascent is not null && waiting.TryDequeue(out var objective))
                {
                    try
                    {
                        found.Writer.TryWrite(ascent.Climb(objective, Share(), Stepped, stop.Token));
                    }
                    catch (Exception error) when (failed is not null && error is not OperationCanceledException)
                    {
                        failed(objective, error);
                    }

                    Interlocked.Increment(ref done);
                }
            }
            catch (Exception error)
            {
                // The first failure is the one reported; the work of the others is not needed.
                found.Writer.TryComplete(error);
                stop.Cancel();
            }
            finally
            {
                places.Release();
            }
        }

        // What is left of the time, in equal parts for all that have not begun.
        TimeSpan? Share()
        {
            var left = objectives.Count - Interlocked.Increment(ref begun) + 1;
            return recipe.Minutes is { } minutes ? (TimeSpan.FromMinutes(minutes) - watch.Elapsed) * side / left : null;
        }

        void Stepped(int count) => progress?.Report(new(done, objectives.Count, Interlocked.Add(ref steps, count) / ((double)recipe.Steps * recipe.BestOf * objectives.Count)));
    }
}
