using System.Runtime.CompilerServices;
using Percept.Atlases;
using Percept.Networks;
using Percept.Optimization;

namespace Percept.Building;

/// <summary>Optimises images for units of every layer, each kept as it is finished.</summary>
static class OptimizationStage
{
    internal static async Task RunAsync(Network network, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var plans = network.Layers.Select(layer => UnitPlan.Of(network, atlas, layer, options)).Where(plan => plan.Units.Count > 0 && !atlas.IsDone(plan.Piece)).ToArray();
        var writing = new Lock();
        await MakeAsync(network, plans.Select(plan => plan with { Units = [.. plan.Units.Where(unit => !atlas.IsDone(plan.Part(unit)))] }), options, Keep, report, cancel).ConfigureAwait(false);
        foreach (var plan in plans) Finish(plan);

        void Keep(UnitPlan plan, MadeImage made)
        {
            lock (writing) atlas.Write(plan.Part(made.Unit), made.PutTo);
        }

        void Finish(UnitPlan plan) => atlas.Write(plan.Piece, transaction => transaction.DropParts(plan.Piece.Name + "/"));
    }

    /// <summary>Optimises the units of some layers, a layer a processor where there are that many.</summary>
    internal static async Task MakeAsync(
        Network network, IEnumerable<UnitPlan> wanted, BuildOptions options, Action<UnitPlan, MadeImage> keep, Action<double, string> report, CancellationToken cancel)
    {
        var plans = wanted.Where(plan => plan.Units.Count > 0).ToArray();
        var costs = plans.Select(plan => plan.Units.Count * UnitPlan.Cost(network, plan.Layer, options)).ToArray();
        var (shares, processors) = (new double[plans.Length], Environment.ProcessorCount);
        await Parallel.ForAsync(0, plans.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = processors }, async (i, stop) =>
        {
            var plan = plans[i];
            var progress = new Told<OptimizationProgress>(now =>
            {
                shares[i] = now.Share;
                report(shares.Zip(costs, (done, cost) => done * cost).Sum() / costs.Sum(), $"{plan.Layer.Name}, {plan.Units.Count} units at {plan.Recipe.Height} px");
            });
            await foreach (var made in MakeAsync(network, plan, Math.Max(1, processors / plans.Length), progress, stop).ConfigureAwait(false)) keep(plan, made);
        }).ConfigureAwait(false);
    }

    static async IAsyncEnumerable<MadeImage> MakeAsync(Network network, UnitPlan plan, int batch, IProgress<OptimizationProgress> progress, [EnumeratorCancellation] CancellationToken stop)
    {
        var objectives = plan.Units.ToDictionary(unit => UnitPlan.Objective(plan.Layer, unit));
        await foreach (var picture in Optimizer.RunAsync(network, [.. objectives.Keys], plan.Recipe, batch, progress, stop).ConfigureAwait(false))
        {
            var unit = objectives[picture.Objective];
            yield return picture is { IsExcited: true, Activation: > 0 }
                ? new(plan.Layer.Index, unit, Record(network, plan.Layer, unit, picture), picture.Picture.ToPng())
                : new(plan.Layer.Index, unit, null, []);
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
        Command = UnitPlan.Command(network, picture.Objective, picture.Recipe),
    };
}
