using System.Collections.Concurrent;
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
    /// <param name="cancellationToken">Ends it between two steps; what was yielded before is finished.</param>
    /// <returns>Each result as soon as it is found.</returns>
    /// <exception cref="Onnx.Graphs.GraphException">An objective names what the network does not have, or the network cannot take images of the recipe's size.</exception>
    public static async IAsyncEnumerable<OptimizedPicture> RunAsync(
        Network network, IReadOnlyList<Objective> objectives, Recipe recipe, int? batch = null,
        IProgress<OptimizationProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (done, steps) = (0, 0L);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (var group in objectives.Select(objective => (objective, scoring: new Scoring(network, objective))).GroupBy(pair => pair.scoring.Key).ToArray())
        {
            var (waiting, found) = (new ConcurrentQueue<Objective>(group.Select(pair => pair.objective).OrderBy(objective => objective.Earlier.Count())), Channel.CreateUnbounded<OptimizedPicture>());
            var climbers = Enumerable.Range(0, Math.Min(batch ?? Environment.ProcessorCount, waiting.Count)).Select(_ => Task.Run(() => Climb(group.First().scoring, waiting, found.Writer), stop.Token));
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

        void Climb(Scoring scoring, ConcurrentQueue<Objective> waiting, ChannelWriter<OptimizedPicture> found)
        {
            using var ascent = new Ascent(scoring, recipe);
            while (waiting.TryDequeue(out var objective))
            {
                found.TryWrite(ascent.Climb(objective, Stepped, stop.Token));
                Interlocked.Increment(ref done);
            }
        }

        void Stepped(int step) => progress?.Report(new(done, objectives.Count, Interlocked.Increment(ref steps) / ((double)recipe.Steps * objectives.Count)));
    }
}
