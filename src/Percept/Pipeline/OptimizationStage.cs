using System.Globalization;
using Percept.Atlases;
using Percept.Building;
using Percept.Networks;
using Percept.Visualization;

namespace Percept.Pipeline;

/// <summary>Optimises images for units of every layer, each kept as it is finished.</summary>
sealed class OptimizationStage : IStage
{
    internal const string StageName = "optimising";

    public Stages Part => Stages.Optimization;

    public string Name => StageName;

    public Stages Needs => Stages.Matching;

    public async Task RunAsync(BuildContext build, StageRun run)
    {
        var (network, atlas, options) = (build.Network, build.Atlas, build.Options);
        var plans = network.Layers.Select(layer => UnitPlan.Of(network, atlas, layer, options)).Where(plan => plan.Units.Count > 0 && !atlas.IsDone(plan.Piece)).ToArray();
        await MakeAsync(network, plans.Select(plan => plan with { Units = [.. plan.Units.Where(unit => !atlas.IsDone(plan.Part(unit)))] }), Keep, run).ConfigureAwait(false);
        foreach (var plan in plans) Finish(plan);

        void Keep(UnitPlan plan, VisualizedUnit made) => atlas.Write(plan.Part(made.Unit), transaction =>
        {
            made.PutTo(transaction);
            transaction.PutMissing(made.Missing);
        });

        void Finish(UnitPlan plan)
        {
            var missing = plan.Units.SelectMany(unit => atlas.Missing(plan.Part(unit).Name)).ToArray();
            atlas.Write(plan.Piece, transaction =>
            {
                transaction.DropParts(plan.Piece.Name + "/");
                transaction.PutMissing(StageRun.Joined(missing, plan.Units.Count));
            });
        }
    }

    /// <summary>Optimises the units of some layers. What fails is given to be kept as well, from any thread.</summary>
    internal static async Task MakeAsync(Network network, IEnumerable<UnitPlan> plans, Action<UnitPlan, VisualizedUnit> keep, StageRun run)
    {
        var wanted = plans.SelectMany(plan => plan.Units.Select(unit => (plan, unit))).ToDictionary(one => UnitPlan.Objective(one.plan.Layer, one.unit));
        var progress = new SynchronousProgress<OptimizationProgress>(now => run.Report(now.Share, string.Create(CultureInfo.InvariantCulture, $"{now.Done} of {now.Total} units")));
        await foreach (var picture in Optimizer.RunAsync(network, [.. wanted.Select(one => (one.Key, one.Value.plan.Recipe))], progress, Failed, run.Cancel).ConfigureAwait(false))
        {
            var (plan, unit) = wanted[picture.Objective];
            keep(plan, picture is { IsExcited: true, Activation: > 0 }
                ? new(plan.Layer.Index, unit, Record(network, plan.Layer, unit, picture), picture.Picture.ToPng())
                : new(plan.Layer.Index, unit, null, []));
        }

        void Failed(Objective objective, Exception error)
        {
            var (plan, unit) = wanted[objective];
            keep(plan, new(plan.Layer.Index, unit, null, []) { Missing = run.Missing(error, plan.Layer, unit) });
        }
    }

    static OptimizedImage Record(Network network, Layer layer, int unit, FeatureVisualization picture) => new()
    {
        Layer = layer.Index,
        Unit = unit,
        Seed = picture.Recipe.Seed,
        Steps = picture.Recipe.Steps,
        Size = picture.Picture.Height,
        Recipe = picture.Recipe.ToJson(),
        RecipeHash = picture.Recipe.Hash,
        Activation = picture.Activation,
        Command = CommandText.Optimize(network, picture.Objective, picture.Recipe),
    };
}
