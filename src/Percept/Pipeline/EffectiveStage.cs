using System.Globalization;
using Percept.Atlases;
using Percept.Building;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Pipeline;

/// <summary>Computes effective crops of the highest examples, a layer a processor.</summary>
sealed class EffectiveStage : IStage
{
    /// <summary>Of all layers together; a gradient of a unit of a deep network takes as long as many of a shallow one's.</summary>
    const int Units = 512, FewUnits = 4;

    public Stages Part => Stages.Effective;

    public string Name => "effective crops";

    public Stages Needs => Stages.Matching;

    public async Task RunAsync(BuildContext build, StageRun run)
    {
        var (network, atlas, options) = (build.Network, build.Atlas, build.Options);
        var matching = atlas.Pieces().FirstOrDefault(piece => piece.Name == "matching")?.DependsOn;
        if (matching is null || options.Effective == 0) return;
        var depends = string.Create(CultureInfo.InvariantCulture, $"{options.Effective} of {matching}{(UnitsOf(network, options) is { } most ? $", {most} units" : "")}");
        var plans = network.Layers.Select(layer => (layer, piece: new AtlasPart($"effective/{layer.Index}", depends))).Where(plan => !atlas.IsDone(plan.piece)).ToArray();
        var (done, writing) = (0, new Lock());
        await Parallel.ForEachAsync(plans, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, (plan, stop) =>
        {
            List<ExampleRecord> found = [];
            var missing = run.Try(() => found = Found(plan.layer, stop), plan.layer);
            lock (writing)
            {
                atlas.Write(plan.piece, transaction =>
                {
                    transaction.PutEffective(found);
                    transaction.PutMissing(missing);
                });
            }

            run.Report((double)Interlocked.Increment(ref done) / plans.Length, plan.layer.Name);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        List<ExampleRecord> Found(Layer layer, CancellationToken stop)
        {
            var units = UnitPlan.ChooseUnits(atlas, layer, UnitsOf(network, options)).ToHashSet();
            var examples = atlas.Examples(layer.Index).Where(example => example.Rank <= options.Effective && units.Contains(example.Unit)).ToArray();
            if (examples.Length == 0) return [];
            using var sensitivity = new UnitGradient(network, layer);
            return [.. EffectiveCrops.Of(sensitivity, atlas, examples).Select(example =>
            {
                stop.ThrowIfCancellationRequested();
                return example;
            })];
        }
    }

    static int? UnitsOf(Network network, BuildOptions options) => options.EffectiveUnits is { } most ? Math.Min(most, Math.Max(FewUnits, Units / network.Layers.Count)) : null;
}
