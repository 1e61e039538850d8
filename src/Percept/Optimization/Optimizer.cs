using System.Runtime.CompilerServices;
using Percept.Networks;

namespace Percept.Optimization;

/// <summary>Finds images that maximise objectives, by gradient ascent.</summary>
public static class Optimizer
{
    /// <summary>Optimises an image for each objective, those that look at the same layers together.</summary>
    /// <param name="network">The network to look into.</param>
    /// <param name="objectives">What to maximise.</param>
    /// <param name="recipe">How.</param>
    /// <param name="batch">How many images climb at once.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Ends it between two steps; what was yielded before is finished.</param>
    /// <returns>Each result as it is found, batch by batch.</returns>
    /// <exception cref="Onnx.Graphs.GraphException">An objective names what the network does not have, or the network cannot take images of the recipe's size.</exception>
    public static async IAsyncEnumerable<OptimizedPicture> RunAsync(
        Network network, IReadOnlyList<Objective> objectives, Recipe recipe, int batch = 8,
        IProgress<OptimizationProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var done = 0;
        foreach (var group in objectives.Select(objective => (objective, scoring: new Scoring(network, objective))).GroupBy(pair => pair.scoring.Key).ToArray())
        {
            var size = Math.Min(batch, group.Count());
            using var ascent = await Task.Run(() => new Ascent(group.First().scoring, recipe, size), cancellationToken).ConfigureAwait(false);
            foreach (var chunk in group.Select(pair => pair.objective).Chunk(size))
            {
                var before = done;
                var steps = new Steps(n => progress?.Report(new(before, objectives.Count, (before + (chunk.Length * (double)n / recipe.Steps)) / objectives.Count)));
                foreach (var result in await Task.Run(() => ascent.Climb(chunk, steps, cancellationToken), cancellationToken).ConfigureAwait(false)) yield return result;
                done += chunk.Length;
            }
        }
    }

    sealed class Steps(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
