using static System.FormattableString;

namespace Percept.Attribution.Checks;

/// <summary>Whether a map's numbers sum to what they are the shares of (Sundararajan et al., 2017).</summary>
/// <param name="Sum">The sum of the map.</param>
/// <param name="Difference">The objective at the picture less that at the baseline.</param>
public sealed record Completeness(double Sum, double Difference)
{
    const double Tolerance = 0.05;

    /// <summary>How far apart they are, relative to the difference.</summary>
    public double Error => Math.Abs(Sum - Difference) / Math.Max(Math.Abs(Difference), 1e-12);

    /// <summary>Whether they are the same within 5 %.</summary>
    public bool Holds => Error <= Tolerance;
}

/// <summary>What the sanity checks of the literature say of a map.</summary>
/// <param name="Map">The map.</param>
/// <param name="Cascade">The maps while the network loses what it learned, from the top down; the last has nothing left.</param>
/// <param name="Deletion">What happens when the pixels that count most are removed first.</param>
/// <param name="Insertion">What happens when they are put back first.</param>
/// <param name="Completeness">For integrated gradients; null for others, whose maps promise no sum.</param>
public sealed record AttributionCheck(AttributionMap Map, IReadOnlyList<CascadeStep> Cascade, RemovalCurve Deletion, RemovalCurve Insertion, Completeness? Completeness)
{
    /// <summary>A map that is this much like that of a network that knows nothing does not show what was learned. A convention.</summary>
    public const double Alike = 0.5;

    /// <summary>Whether the map changes when the network loses what it learned.</summary>
    public bool DependsOnWeights => Cascade.Count == 0 || Cascade[^1].RankOfMagnitudes < Alike;

    /// <summary>Whether no check speaks against the map.</summary>
    public bool Holds => !Map.IsEmpty && DependsOnWeights && Completeness is null or { Holds: true };

    /// <summary>What the checks say.</summary>
    public IEnumerable<string> Sentences() => Findings().Select(finding => finding.Sentence);

    /// <summary>Those of the sentences that speak against the map.</summary>
    public IEnumerable<string> Doubts() => Findings().Where(finding => finding.IsDoubt).Select(finding => finding.Sentence);

    IEnumerable<(string Sentence, bool IsDoubt)> Findings()
    {
        if (Map.IsEmpty)
        {
            yield return ("The map is the same everywhere, so there is nothing to check.", true);
            yield break;
        }

        if (Cascade.Count > 0)
            yield return (DependsOnWeights
                ? Invariant($"With all weights shuffled the map is another one (rank correlation {Cascade[^1].RankOfMagnitudes:0.00}): it depends on what was learned.")
                : Invariant($"With all weights shuffled the map hardly changes (rank correlation {Cascade[^1].RankOfMagnitudes:0.00}): it shows the picture more than what was learned."), !DependsOnWeights);
        yield return (Deletion.Rise <= 0 || Insertion.Rise <= 0
            ? "The objective is no higher at the picture than without it, so what removing pixels leaves tells nothing; choose another baseline, or a picture that excites it."
            : Invariant($"Removing what counts most first leaves {Deletion.Area:0.00} of the objective on average (random blotches: {Deletion.Chance:0.00}; lower is better); putting it back first gives {Insertion.Area:0.00} ({Insertion.Chance:0.00}; higher is better)."), false);
        if (Completeness is { } sum)
            yield return (sum.Holds
                ? Invariant($"The map sums to {sum.Sum:G4}, the objective's rise from the baseline, {sum.Difference:G4}.")
                : Invariant($"The map sums to {sum.Sum:G4} where the objective rises by {sum.Difference:G4} from the baseline: take more steps."), !sum.Holds);
    }
}
