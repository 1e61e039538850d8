using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Percept.Networks;
using Percept.Scheduling;

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
    public static IAsyncEnumerable<FeatureVisualization> RunAsync(
        Network network, IReadOnlyList<Objective> objectives, Recipe recipe, int? batch = null,
        IProgress<OptimizationProgress>? progress = null, Action<Objective, Exception>? failed = null, CancellationToken cancellationToken = default) =>
        RunAsync(batch is { } side ? network.On(network.Device.With(new Processors(side))) : network, [.. objectives.Select(objective => (objective, recipe))], progress, failed, cancellationToken);

    /// <summary>Optimises an image for each objective by its recipe.</summary>
    internal static async IAsyncEnumerable<FeatureVisualization> RunAsync(
        Network network, IReadOnlyList<(Objective Objective, Recipe Recipe)> wanted,
        IProgress<OptimizationProgress>? progress, Action<Objective, Exception>? failed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = Channel.CreateUnbounded<FeatureVisualization>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var climb = new Climb(network, wanted, found.Writer, progress, failed);
        var climbing = Task.Run(() => climb.Run(stop.Token), CancellationToken.None).ContinueWith(ended => found.Writer.TryComplete(ended.Exception?.InnerException), TaskScheduler.Default);
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
    }
}
