using Percept.Atlases;

namespace Percept.Watching;

/// <summary>What is usual for a unit: how its highest activations in images are spread.</summary>
public sealed class ActivationReference
{
    readonly double[] marks, below;

    ActivationReference(double[] marks, double[] below) => (this.marks, this.below) = (marks, below);

    /// <summary>Over how many images.</summary>
    public long Images { get; private init; }

    /// <summary>The lowest of them.</summary>
    public double Minimum { get; private init; }

    /// <summary>The highest of them.</summary>
    public double Maximum { get; private init; }

    /// <summary>Their mean.</summary>
    public double Mean { get; private init; }

    /// <summary>Their standard deviation.</summary>
    public double StandardDeviation { get; private init; }

    /// <summary>What an atlas says; null where it says nothing.</summary>
    /// <param name="unit">The unit's statistics.</param>
    /// <param name="profile">Its histogram, where there is one.</param>
    public static ActivationReference? Of(UnitStatistics unit, UnitProfile? profile)
    {
        if (unit.Images == 0) return null;
        var (marks, below) = (new List<double>(), new List<double>());
        var (count, zero) = (0.0, Math.Round((1 - unit.Fires) * unit.Images));
        Mark(unit.Minimum, 0);
        for (var bar = 0; bar < (profile?.Counts.Count ?? 0); bar++)
        {
            var start = profile!.From + (bar * profile.Width);
            if (start > unit.Minimum && start <= unit.Maximum) Mark(start, count);
            // Where many images are at exactly zero, as behind a ReLU, the atlas knows how many: they are not spread over the bar.
            if (start == 0 && unit.Minimum <= 0 && unit.Maximum > 0 && zero > count) Mark(0, zero);
            count += profile.Counts[bar];
        }

        if (unit.Maximum > marks[^1]) Mark(unit.Maximum, unit.Images - 1);
        return new([.. marks], [.. below]) { Images = unit.Images, Minimum = unit.Minimum, Maximum = unit.Maximum, Mean = unit.Mean, StandardDeviation = unit.StandardDeviation };

        void Mark(double at, double count)
        {
            marks.Add(at);
            below.Add(profile is null && at > unit.Minimum ? double.NaN : count / unit.Images);
        }
    }

    /// <summary>What images say of each other: the share is that of the others, for one that is among them.</summary>
    /// <param name="activations">The unit's highest activation in each image; not finite ones are left out.</param>
    /// <returns>Null for fewer than two images.</returns>
    public static ActivationReference? Among(IEnumerable<float> activations)
    {
        var sorted = activations.Where(float.IsFinite).Select(activation => (double)activation).Order().ToArray();
        if (sorted.Length < 2) return null;
        var first = Enumerable.Range(0, sorted.Length).Where(i => i == 0 || sorted[i] > sorted[i - 1]).ToArray();
        var mean = sorted.Average();
        return new([.. first.Select(i => sorted[i])], [.. first.Select(i => (double)i / (sorted.Length - 1))])
        {
            Images = sorted.Length,
            Minimum = sorted[0],
            Maximum = sorted[^1],
            Mean = mean,
            StandardDeviation = Math.Sqrt(sorted.Average(activation => (activation - mean) * (activation - mean))),
        };
    }

    /// <summary>In how many of a hundred images the unit reaches less; NaN where that is not known.</summary>
    /// <remarks>Exact at the ends of the histogram's bars, at zero and beyond the extremes; within a bar it is interpolated, so it is off by less than the bar holds.</remarks>
    public double Percentile(double activation)
    {
        if (double.IsNaN(activation)) return double.NaN;
        if (activation > Maximum) return 100;
        var next = LowerBound(activation);
        if (next == 0) return 0;
        if (marks[next] == activation) return 100 * below[next];
        var share = (activation - marks[next - 1]) / (marks[next] - marks[next - 1]);
        return 100 * (below[next - 1] + (share * (below[next] - below[next - 1])));
    }

    /// <summary>How many standard deviations an activation is above the mean; 0 where the unit is always the same.</summary>
    public double Deviations(double activation) => StandardDeviation > 0 ? (activation - Mean) / StandardDeviation : 0;

    /// <summary>The first mark that is not below an activation.</summary>
    int LowerBound(double activation)
    {
        var (from, to) = (0, marks.Length - 1);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (marks[middle] < activation) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
