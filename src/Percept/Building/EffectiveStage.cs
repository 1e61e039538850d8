using System.Globalization;
using Percept.Atlases;
using Percept.Matching;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Building;

/// <summary>Computes effective crops of the highest examples, a layer a processor.</summary>
static class EffectiveStage
{
    internal static async Task RunAsync(Network network, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var matching = atlas.Pieces().FirstOrDefault(piece => piece.Name == "matching")?.DependsOn;
        if (matching is null || options.Effective == 0) return;
        var depends = string.Create(CultureInfo.InvariantCulture, $"{options.Effective} of {matching}");
        var plans = network.Layers.Select(layer => (layer, piece: new Piece($"effective/{layer.Index}", depends))).Where(plan => !atlas.IsDone(plan.piece)).ToArray();
        var (done, writing) = (0, new Lock());
        await Parallel.ForEachAsync(plans, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, (plan, stop) =>
        {
            var found = Found(plan.layer, stop);
            lock (writing) atlas.Write(plan.piece, transaction => transaction.PutEffective(found));
            report((double)Interlocked.Increment(ref done) / plans.Length, plan.layer.Name);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        List<ExampleRecord> Found(Layer layer, CancellationToken stop)
        {
            var found = new List<ExampleRecord>();
            try
            {
                using var sensitivity = new Sensitivity(network, layer);
                foreach (var example in EffectiveCrops.Of(sensitivity, atlas, atlas.Examples(layer.Index).Where(example => example.Rank <= options.Effective)))
                {
                    stop.ThrowIfCancellationRequested();
                    found.Add(example);
                }
            }
            catch (GraphException)
            {
                // A layer without a gradient has no effective crops, and everything else.
            }

            return found;
        }
    }
}
