using Percept.Imaging;
using Percept.Networks;
using Percept.Visualization;

namespace Percept.Cli;

/// <summary>Feature visualizations for objectives of one layer, about as large as its receptive field.</summary>
static class LayerPictures
{
    const int Smallest = 64, Largest = 128, Grain = 16;

    /// <summary>A picture for each objective, in their order; null where no steps are wanted or none is excited.</summary>
    internal static async Task<Picture?[]> OfAsync(Network network, Layer layer, IReadOnlyList<Objective> objectives, int steps, int seed, Output output, CancellationToken cancellationToken)
    {
        if (steps == 0) return new Picture?[objectives.Count];
        var own = Math.Min(network.Preprocessing.Height, network.Preprocessing.Width);
        var size = Math.Min(own, Math.Clamp(((layer.AttentionShare > 0 ? own : Math.Max(layer.LocalHeight, layer.LocalWidth) * 2) + Grain - 1) / Grain * Grain, Smallest, Largest));
        var found = new Dictionary<Objective, FeatureVisualization>();
        var (height, width) = network.Sizes.Nearest(size, size, Math.Min(own, Largest), layer);
        var recipe = new Recipe { Height = height, Width = width, Steps = steps, Seed = seed };
        await output.WithProgressAsync(async progress =>
        {
            await foreach (var one in Optimizer.RunAsync(network, [.. objectives.Distinct()], recipe, progress: new StepClock(progress), cancellationToken: cancellationToken)) found[one.Objective] = one;
            return found.Count;
        });
        return [.. objectives.Select(objective => found[objective] is { IsExcited: true } one ? one.Picture : null)];
    }
}
