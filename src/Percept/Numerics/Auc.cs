namespace Percept.Numerics;

/// <summary>How well numbers tell some things from others: the chance that one of them has a higher number than one of the others (the area under the ROC curve, Hanley and McNeil, 1982).</summary>
static class Auc
{
    /// <summary>For each label, the area for the numbers of what has it against all others; ties count half. NaN where all or none have it.</summary>
    /// <param name="numbers">A number for each thing.</param>
    /// <param name="labels">The label of each, from 0.</param>
    /// <param name="count">How many labels there are.</param>
    internal static double[] Of(float[] numbers, int[] labels, int count) => OfRanks(Similarity.Ranked(numbers), labels, count);

    /// <summary>The same from ranks less their mean.</summary>
    internal static double[] OfRanks(float[] ranks, int[] labels, int count)
    {
        var (sums, members) = (new double[count], new int[count]);
        for (var i = 0; i < ranks.Length; i++) (sums[labels[i]], members[labels[i]]) = (sums[labels[i]] + ranks[i], members[labels[i]] + 1);
        return [.. sums.Select((sum, label) => members[label] == 0 || members[label] == ranks.Length ? double.NaN
            : 0.5 + (sum / ((double)members[label] * (ranks.Length - members[label]))))];
    }
}
