using Percept.Atlases;
using Percept.Networks;
using Percept.Optimization;

namespace Percept.Building;

/// <summary>Optimises images for units of every layer, a layer a processor.</summary>
static class OptimizationStage
{
    internal static async Task RunAsync(Network network, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var plans = network.Layers.Select(layer => (layer, units: Plan.Units(atlas, layer, options.UnitsPerLayer), recipe: Plan.Recipe(network, layer, options)))
            .Select(plan => (plan.layer, plan.units, plan.recipe, piece: new Piece($"optimized/{plan.layer.Index}", $"{plan.recipe.Hash} {string.Join(',', plan.units)}")))
            .Where(plan => plan.units.Count > 0 && !atlas.IsDone(plan.piece)).ToArray();
        // A rough measure of work: steps on larger images through more layers take longer.
        var costs = plans.Select(plan => plan.units.Count * Math.Pow(plan.recipe.Height ?? network.Preprocessing.Height, 2) * (plan.layer.Index + 4)).ToArray();
        var (shares, writing) = (new double[plans.Length], new Lock());
        await Parallel.ForAsync(0, plans.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, OptimizeAsync).ConfigureAwait(false);

        async ValueTask OptimizeAsync(int i, CancellationToken stop)
        {
            var (layer, units, recipe, piece) = plans[i];
            var objectives = units.ToDictionary(unit => Plan.Objective(layer, unit));
            var progress = new Relay(share =>
            {
                shares[i] = share;
                report(shares.Zip(costs, (done, cost) => done * cost).Sum() / costs.Sum(), $"{layer.Name}, {units.Count} units at {recipe.Height} px");
            });
            var found = new List<OptimizedPicture>();
            await foreach (var picture in Optimizer.RunAsync(network, [.. objectives.Keys], recipe, batch: 1, progress, stop).ConfigureAwait(false)) found.Add(picture);
            lock (writing)
            {
                atlas.Write(piece, transaction =>
                {
                    // A unit that could not be excited is left out, not shown as if it had been.
                    foreach (var picture in found.Where(picture => picture is { IsExcited: true, Activation: > 0 }))
                        transaction.PutOptimized(Record(network, layer, objectives[picture.Objective], picture), picture.Picture.ToPng());
                });
            }
        }
    }

    static OptimizedImage Record(Network network, Layer layer, int unit, OptimizedPicture picture) => new()
    {
        Layer = layer.Index,
        Unit = unit,
        Seed = picture.Recipe.Seed,
        Steps = picture.Recipe.Steps,
        Size = picture.Picture.Height,
        Recipe = picture.Recipe.ToJson(),
        RecipeHash = picture.Recipe.Hash,
        Activation = picture.Activation,
        Command = Plan.Command(network, picture.Objective, picture.Recipe),
    };

    sealed class Relay(Action<double> report) : IProgress<OptimizationProgress>
    {
        public void Report(OptimizationProgress value) => report(value.Share);
    }
}
