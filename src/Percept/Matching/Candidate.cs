using Percept.Networks;

namespace Percept.Matching;

/// <summary>What a unit does in one image.</summary>
/// <param name="Image">The image's place in the dataset.</param>
/// <param name="Hash">The <see cref="Example.Hash"/> of that.</param>
/// <param name="Label">The image's label, or −1.</param>
/// <param name="Unit">What the unit does.</param>
readonly record struct Candidate(int Image, ulong Hash, int Label, UnitSummary Unit)
{
    /// <summary>The most that are taken note of together.</summary>
    internal const int Most = 64;
}
