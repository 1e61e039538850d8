namespace Percept.Matching;

/// <summary>The range of a unit's activations cut into intervals, with a few examples of each: what it does besides its maximum.</summary>
/// <param name="From">Where the interval begins.</param>
/// <param name="To">Where it ends, itself left out.</param>
/// <param name="Images">How many images lie in it.</param>
/// <param name="Examples">Those of them with the smallest hashes.</param>
public sealed record Interval(double From, double To, int Images, IReadOnlyList<Example> Examples)
{
    /// <summary>How many intervals the range is cut into; fewer where the numbers lie too close together for it.</summary>
    public const int Most = 10;

    /// <summary>The intervals of a unit, from the lowest on. They are whole pairs of cells, so the draw is exact; their widths differ by a pair at most.</summary>
    public static IReadOnlyList<Interval> Of(Distribution distribution)
    {
        if (distribution.IsEmpty) return [];
        var scale = distribution.Scale;
        var (first, count) = (scale.First >> 1, (scale.Last >> 1) - (scale.First >> 1) + 1);
        var intervals = Math.Min(Most, count);
        return [.. Enumerable.Range(0, intervals).Select(i => Between(first + (i * count / intervals), first + ((i + 1) * count / intervals)))];

        Interval Between(int slot, int end)
        {
            var drawn = new Shortlist(Distribution.Samples, Example.SmallestHashFirst);
            for (var each = slot; each < end; each++)
                foreach (var example in distribution.Kept(each)) drawn.Add(example);
            var images = Enumerable.Range(2 * slot, 2 * (end - slot)).Where(cell => cell >= scale.First && cell <= scale.Last).Sum(cell => distribution[cell]);
            return new(scale.Start(2 * slot), scale.Start(2 * end), images, [.. drawn.Kept]);
        }
    }
}
