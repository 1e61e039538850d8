using System.Globalization;
using Percept.Atlases;
using Percept.Building;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Pipeline;

/// <summary>Computes effective crops of the highest examples.</summary>
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
        var done = 0;
        // The deepest layer first: it takes longest.
        await Task.Run(() => network.Processors.ForEach(plans.Length, i =>
        {
            var (layer, piece) = plans[^(i + 1)];
            IReadOnlyList<ExampleRecord> found = [];
            var missing = run.Try(() => found = Found(layer), layer);
            atlas.Write(piece, transaction =>
            {
                transaction.PutEffective(found);
                transaction.PutMissing(missing);
            });
            run.Report((double)Interlocked.Increment(ref done) / plans.Length, layer.Name);
        }, run.Cancel), run.Cancel).ConfigureAwait(false);

        IReadOnlyList<ExampleRecord> Found(Layer layer)
        {
            var units = UnitPlan.ChooseUnits(atlas, layer, UnitsOf(network, options)).ToHashSet();
            return EffectiveCrops.Of(network, layer, atlas, [.. atlas.Examples(layer.Index).Where(example => example.Rank <= options.Effective && units.Contains(example.Unit))], run.Cancel);
        }
    }

    static int? UnitsOf(Network network, BuildOptions options) => options.EffectiveUnits is { } most ? Math.Min(most, Math.Max(FewUnits, Units / network.Layers.Count)) : null;
}
