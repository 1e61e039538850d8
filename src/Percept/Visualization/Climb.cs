using System.Diagnostics;
using System.Threading.Channels;
using Percept.Networks;
using Percept.Scheduling;
using Percept.Visualization.OnDevice;

namespace Percept.Visualization;

/// <summary>The ascents for many objectives: one after the other on each processor, those that look at the same layers with the same sessions; off the CPU several of these at once.</summary>
sealed class Climb : IDisposable
{
    readonly Network network;
    readonly ChannelWriter<FeatureVisualization> found;
    readonly IProgress<OptimizationProgress>? progress;
    readonly Action<Objective, Exception>? failed;
    readonly List<(Objective[] Objectives, Recipe Recipe, Group Group)> all = [];
    readonly int objectives;
    readonly Stopwatch watch = Stopwatch.StartNew();
    readonly double allSteps;
    int done, begun;
    long steps;

    internal Climb(Network network, IReadOnlyList<(Objective Objective, Recipe Recipe)> wanted, ChannelWriter<FeatureVisualization> found, IProgress<OptimizationProgress>? progress, Action<Objective, Exception>? failed)
    {
        (this.network, this.found, this.progress, this.failed) = (network, found, progress, failed);
        objectives = wanted.Count;
        allSteps = wanted.Sum(each => (double)each.Recipe.Steps * each.Recipe.BestOf);
        var groups = wanted.Select(each => (each.Objective, each.Recipe, Scoring: new ScoreBuilder(network, each.Objective))).GroupBy(each => (each.Scoring.Key, each.Recipe)).ToArray();
        // What takes longest goes first, or one processor would end with it while the others wait.
        foreach (var some in groups.OrderByDescending(same => same.First().Scoring.Depth * Pixels(same.Key.Recipe)).Chunk(1 + (int)Math.Ceiling(network.Processors.Count * groups.Length / (wanted.Count + 1.0))))
            all.AddRange(InTurn(some.Select(same =>
            {
                var group = new Group(same.First().Scoring, same.Key.Recipe, same.Count());
                return same.Select(each => each.Objective).OrderBy(objective => objective.Earlier.Count()).Chunk(group.Batch).Select(some => (some, same.Key.Recipe, group));
            })));
    }

    double Pixels(Recipe recipe) => (double)(recipe.Height ?? network.Preprocessing.Height) * (recipe.Width ?? network.Preprocessing.Width);

    /// <summary>The first of each, then the second of each, and so on: while a session is made for one, others climb.</summary>
    static IEnumerable<T> InTurn<T>(IEnumerable<IEnumerable<T>> some) => some.SelectMany(same => same.Index()).OrderBy(each => each.Index).Select(each => each.Item);

    internal void Run(CancellationToken cancellationToken) => network.Processors.ForEach(all.Count, i =>
    {
        var (some, recipe, group) = all[i];
        try
        {
            foreach (var picture in group.Climb(some, Share(recipe), Stepped, cancellationToken)) found.TryWrite(picture);
        }
        catch (Exception error) when (failed is not null && error is not OperationCanceledException)
        {
            foreach (var objective in some) failed(objective, error);
        }
        finally
        {
            group.Leave(some.Length);
        }

        Interlocked.Add(ref done, some.Length);
    }, cancellationToken);

    /// <summary>What is left of the time, in equal parts for all that have not begun.</summary>
    TimeSpan? Share(Recipe recipe)
    {
        var left = all.Count - Interlocked.Increment(ref begun) + 1;
        return recipe.Minutes is { } minutes ? (TimeSpan.FromMinutes(minutes) - watch.Elapsed) * Math.Min(network.Processors.Count, all.Count) / left : null;
    }

    void Stepped(int count) => progress?.Report(new(done, objectives, Interlocked.Add(ref steps, count) / allSteps));

    public void Dispose()
    {
        foreach (var (_, _, group) in all) group.Dispose();
    }

    /// <summary>Objectives that one session serves. It is there from the first that climbs to the last.</summary>
    sealed class Group : IDisposable
    {
        /// <summary>So many images keep a device busy.</summary>
        const int Most = 16;

        readonly Lazy<Ascent> first;
        readonly Twins<Ascent> twins;
        readonly Lazy<DeviceAscent> firstOnDevice;
        readonly Twins<DeviceAscent> twinsOnDevice;
        readonly bool isOnDevice;
        int left;

        internal Group(ScoreBuilder scoring, Recipe recipe, int count)
        {
            (left, first) = (count, new(() => new(scoring, recipe)));
            twins = new(() => first.Value.Twin());
            isOnDevice = !scoring.Network.Device.HasKernels && DeviceAscent.Takes(scoring, recipe);
            var batches = (count + Most - 1) / Most;
            Batch = isOnDevice ? (count + batches - 1) / batches : 1;
            firstOnDevice = new(() => new(new(scoring, recipe, Batch, threads: 1), recipe, twins));
            twinsOnDevice = new(() => firstOnDevice.Value.Twin());
        }

        /// <summary>How many climb at once.</summary>
        internal int Batch { get; }

        internal IReadOnlyList<FeatureVisualization> Climb(Objective[] some, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken) =>
            isOnDevice ? twinsOnDevice.Use(device => device.Climb(some, share, stepped, cancellationToken)) : [twins.Use(ascent => ascent.Climb(some[0], share, stepped, cancellationToken))];

        internal void Leave(int count)
        {
            if (Interlocked.Add(ref left, -count) == 0) Dispose();
        }

        public void Dispose()
        {
            twinsOnDevice.Dispose();
            if (firstOnDevice.IsValueCreated) firstOnDevice.Value.Dispose();
            twins.Dispose();
            if (first.IsValueCreated) first.Value.Dispose();
        }
    }
}
