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
        var writing = new Lock();
        await MakeAsync(network, plans.Select(plan => plan with { Units = [.. plan.Units.Where(unit => !atlas.IsDone(plan.Part(unit)))] }), options, Keep, run).ConfigureAwait(false);
        foreach (var plan in plans) Finish(plan);

        void Keep(UnitPlan plan, VisualizedUnit made)
        {
            lock (writing)
            {
                atlas.Write(plan.Part(made.Unit), transaction =>
                {
                    made.PutTo(transaction);
                    transaction.PutMissing(made.Missing);
                });
            }
        }

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

    /// <summary>Optimises the units of some layers, as many of a layer side by side as divide its units evenly, since they share a session, and as many layers as keep all processors busy. What fails is given to be kept as well.</summary>
    internal static async Task MakeAsync(Network network, IEnumerable<UnitPlan> wanted, BuildOptions options, Action<UnitPlan, VisualizedUnit> keep, StageRun run)
    {
        var plans = wanted.Where(plan => plan.Units.Count > 0).ToArray();
        var costs = plans.Select(plan => plan.Units.Count * UnitPlan.Cost(network, plan.Layer, options)).ToArray();
        if (plans.Length == 0) return;
        var (shares, processors) = (new double[plans.Length], Environment.ProcessorCount);
        var side = Enumerable.Range(1, processors).Last(side => plans.All(plan => plan.Units.Count % side == 0));
        await Parallel.ForAsync(0, plans.Length, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = (processors + side - 1) / side }, async (i, stop) =>
        {
            var (plan, left) = (plans[i], plans[i].Units.ToHashSet());
            var progress = new SynchronousProgress<OptimizationProgress>(now =>
            {
                shares[i] = now.Share;
                run.Report(shares.Zip(costs, (done, cost) => done * cost).Sum() / costs.Sum(), $"{plan.Layer.Name}, {plan.Units.Count} units at {plan.Recipe.Height} px");
            });
            var missing = await run.TryAsync(() => MakeAsync(network, plan, Math.Max(side, processors / plans.Length), Kept, run, progress, stop), plan.Layer).ConfigureAwait(false);
            if (missing is not null)
                foreach (var unit in left.ToArray()) Kept(new(plan.Layer.Index, unit, null, []) { Missing = missing with { Unit = unit } });

            void Kept(VisualizedUnit made)
            {
                keep(plan, made);
                lock (left) left.Remove(made.Unit);
            }
        }).ConfigureAwait(false);
    }

    static async Task MakeAsync(Network network, UnitPlan plan, int batch, Action<VisualizedUnit> keep, StageRun run, IProgress<OptimizationProgress> progress, CancellationToken stop)
    {
        var objectives = plan.Units.ToDictionary(unit => UnitPlan.Objective(plan.Layer, unit));
        await foreach (var picture in Optimizer.RunAsync(network, [.. objectives.Keys], plan.Recipe, batch, progress, Failed, stop).ConfigureAwait(false))
        {
            var unit = objectives[picture.Objective];
            keep(picture is { IsExcited: true, Activation: > 0 }
                ? new(plan.Layer.Index, unit, Record(network, plan.Layer, unit, picture), picture.Picture.ToPng())
                : new(plan.Layer.Index, unit, null, []));
        }

        void Failed(Objective objective, Exception error)
        {
            var unit = objectives[objective];
            keep(new(plan.Layer.Index, unit, null, []) { Missing = run.Missing(error, plan.Layer, unit) });
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
