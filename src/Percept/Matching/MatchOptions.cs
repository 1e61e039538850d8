using Percept.Imaging;

namespace Percept.Matching;

/// <summary>What examples are ranked by.</summary>
public enum Rank
{
    /// <summary>What the unit answers.</summary>
    Activation,

    /// <summary>What the unit adds to the network's prediction: its activation times the derivative of the highest output with respect to it.</summary>
    Relevance,
}

/// <summary>What is kept of a dataset for each unit, and how it is looked at.</summary>
public sealed record MatchOptions
{
    /// <summary>How many images are shown that drive a unit highest; as many near misses, and as many that drive it lowest.</summary>
    public int Top { get; init; } = 9;

    /// <summary>Whether images that look nearly the same count as one among the highest.</summary>
    public bool Dedupe { get; init; }

    /// <summary>What examples are ranked by; all numbers that are kept are then of that.</summary>
    public Rank Rank { get; init; }

    /// <summary>How images of another shape are brought to the network's.</summary>
    public Fit Fit { get; init; } = Fit.Cover;

    /// <summary>How many of the highest are kept, for near misses, and for those that take the places of duplicates.</summary>
    internal int Kept => (Dedupe ? 6 : 2) * Top;
}
