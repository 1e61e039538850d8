using System.Diagnostics;
using System.Threading.Channels;
using Percept.Networks;
using Percept.Scheduling;

namespace Percept.Visualization;

/// <summary>The ascents for many objectives: one after the other on each processor, those that look at the same layers with the same sessions.</summary>
sealed class Climb : IDisposable
{
    readonly Network network;
    readonly ChannelWriter<FeatureVisualization> found;
    readonly IProgress<OptimizationProgress>? progress;
    readonly Action<Objective, Exception>? failed;
    readonly List<(Objective Objective, Recipe Recipe, Group Group)> all = [];
    readonly Stopwatch watch = Stopwatch.StartNew();
    readonly double allSteps;
    int done, begun;
    long steps;

    internal Climb(Network network, IReadOnlyList<(Objective Objective, Recipe Recipe)> wanted, ChannelWriter<FeatureVisualization> found, IProgress<OptimizationProgress>? progress, Action<Objective, Exception>? failed)
    {
        (this.network, this.found, this.progress, this.failed) = (network, found, progress, failed);
        allSteps = wanted.Sum(each => (double)each.Recipe.Steps * each.Recipe.BestOf);
        var groups = wanted.Select(each => (each.Objective, each.Recipe, Scoring: new ScoreBuilder(network, each.Objective))).GroupBy(each => (each.Scoring.Key, each.Recipe)).ToArray();
        // What takes longest goes first, or one processor would end with it while the others wait.
        foreach (var some in groups.OrderByDescending(same => same.First().Scoring.Depth * Pixels(same.Key.Recipe)).Chunk(1 + (int)Math.Ceiling(network.Processors.Count * groups.Length / (wanted.Count + 1.0))))
            all.AddRange(InTurn(some.Select(same =>
            {
                var group = new Group(same.First().Scoring, same.Key.Recipe, same.Count());
                return same.OrderBy(each => each.Objective.Earlier.Count()).Select(each => (each.Objective, each.Recipe, group));
            })));
    }

    double Pixels(Recipe recipe) => (double)(recipe.Height ?? network.Preprocessing.Height) * (recipe.Width ?? network.Preprocessing.Width);

    /// <summary>The first of each, then the second of each, and so on: while a session is made for one, others climb.</summary>
    static IEnumerable<T> InTurn<T>(IEnumerable<IEnumerable<T>> some) => some.SelectMany(same => same.Index()).OrderBy(each => each.Index).Select(each => each.Item);

    internal void Run(CancellationToken cancellationToken) => network.Processors.ForEach(all.Count, i =>
    {
        var (objective, recipe, group) = all[i];
        try
        {
            found.TryWrite(group.Use(ascent => ascent.Climb(objective, Share(recipe), Stepped, cancellationToken)));
        }
        catch (Exception error) when (failed is not null && error is not OperationCanceledException)
        {
            failed(objective, error);
        }
        finally
        {
            group.Leave();
        }

        Interlocked.Increment(ref done);
    }, cancellationToken);

    /// <summary>What is left of the time, in equal parts for all that have not begun.</summary>
    TimeSpan? Share(Recipe recipe)
    {
        var left = all.Count - Interlocked.Increment(ref begun) + 1;
        return recipe.Minutes is { } minutes ? (TimeSpan.FromMinutes(minutes) - watch.Elapsed) * Math.Min(network.Processors.Count, all.Count) / left : null;
    }

    void Stepped(int count) => progress?.Report(new(done, all.Count, Interlocked.Add(ref steps, count) / allSteps));

    public void Dispose()
    {
        foreach (var (_, _, group) in all) group.Dispose();
    }

    /// <summary>Objectives that one session serves. It is there from the first that climbs to the last.</summary>
    sealed class Group : IDisposable
    {
        readonly Lazy<Ascent> first;
        readonly Twins<Ascent> twins;
        int left;

        internal Group(ScoreBuilder scoring, Recipe recipe, int count)
        {
            (left, first) = (count, new(() => new(scoring, recipe)));
            twins = new(() => first.Value.Twin());
        }

        internal FeatureVisualization Use(Func<Ascent, FeatureVisualization> climb) => twins.Use(climb);

        internal void Leave()
        {
            if (Interlocked.Decrement(ref left) == 0) Dispose();
        }

        public void Dispose()
        {
            twins.Dispose();
            if (first.IsValueCreated) first.Value.Dispose();
        }
    }
}
