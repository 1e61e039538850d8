using Percept.Pipeline;

namespace Percept.Sharding;

/// <summary>A stage of a plan: some work on numbered items, divided into shards of consecutive ones.</summary>
/// <param name="Name">What is done.</param>
/// <param name="First">The plan-wide index of its first shard.</param>
/// <param name="Starts">The first item of each shard.</param>
/// <param name="Items">How many items there are: images to match, or places for units to optimise.</param>
sealed record PlannedStage(string Name, int First, IReadOnlyList<int> Starts, int Items)
{
    /// <summary>Each image through the network.</summary>
    public const string Matching = MatchingStage.StageName;

    /// <summary>The matching of all images, as those who optimise read it: one shard.</summary>
    public const string Joining = "joining";

    /// <summary>Images for units by gradient ascent, and how far they may be believed.</summary>
    public const string Optimising = OptimizationStage.StageName;

    /// <summary>The plan-wide indices of its shards.</summary>
    public IEnumerable<int> Shards => Enumerable.Range(First, Starts.Count);

    /// <summary>The items of a shard.</summary>
    /// <param name="shard">Its plan-wide index.</param>
    internal (int Start, int Count) ItemsOf(int shard)
    {
        var i = shard - First;
        return (Starts[i], (i + 1 < Starts.Count ? Starts[i + 1] : Items) - Starts[i]);
    }

    /// <summary>A stage whose items cost the same.</summary>
    internal static PlannedStage Even(string name, int first, int items, int shards) =>
        new(name, first, [.. Enumerable.Range(0, shards).Select(i => (int)((long)items * i / shards))], items);

    /// <summary>A stage whose items cost different amounts of work.</summary>
    internal static PlannedStage Balanced(string name, int first, IReadOnlyList<double> costs, int shards)
    {
        var (starts, spent, all) = (new List<int>(), 0.0, costs.Sum());
        for (var item = 0; item < costs.Count; item++)
        {
            // As many shards as are left must find an item each.
            if (starts.Count < shards && (spent >= all * starts.Count / shards || costs.Count - item == shards - starts.Count)) starts.Add(item);
            spent += costs[item];
        }

        return new(name, first, starts, costs.Count);
    }
}
