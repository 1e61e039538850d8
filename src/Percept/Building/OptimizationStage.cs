using Percept.Atlases;
using Percept.Networks;
using Percept.Optimization;

namespace Percept.Building;

/// <summary>Optimises images for units of every layer, a layer after the other.</summary>
static class OptimizationStage
{
    internal static async Task RunAsync(Network network, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var plans = network.Layers.Select(layer => (layer, units: Plan.Units(atlas, layer, options.UnitsPerLayer), recipe: Plan.Recipe(network, layer, options))).ToArray();
        // A rough measure of work: steps on larger images through more layers take longer.
        double Cost(int index) => plans[index].units.Count * Math.Pow(plans[index].recipe.Height ?? network.Preprocessing.Height, 2) * (index + 4);
        var (total, done) = (Enumerable.Range(0, plans.Length).Sum(Cost), 0.0);
        for (var i = 0; i < plans.Length; i++)
        {
            var (layer, units, recipe) = plans[i];
            var (before, cost) = (done, Cost(i));
            done += cost;
            if (units.Count == 0) continue;
            var piece = new Piece($"optimized/{layer.Index}", $"{recipe.Hash} {string.Join(',', units)}");
            if (atlas.IsDone(piece)) continue;

            var objectives = units.ToDictionary(unit => Plan.Objective(layer, unit));
            var progress = new Relay(share => report((before + (cost * share)) / total, $"{layer.Name}, {units.Count} units at {recipe.Height} px"));
            var found = new List<OptimizedPicture>();
            await foreach (var picture in Optimizer.RunAsync(network, [.. objectives.Keys], recipe, null, progress, cancel).ConfigureAwait(false)) found.Add(picture);
            atlas.Write(piece, transaction =>
            {
                foreach (var picture in found)
                    if (picture.Activation > 0) transaction.PutOptimized(Record(network, layer, objectives[picture.Objective], picture), picture.Picture.ToPng());
            });
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
