namespace Percept.Matching;

/// <summary>What a unit does in the images of one label, against all others.</summary>
/// <param name="Label">The label's number.</param>
/// <param name="Images">How many images of it were seen.</param>
/// <param name="Mean">The mean of the unit's highest activations in them.</param>
/// <param name="Auc">The share of pairs of an image of the label and another in which the former drives the unit higher, where ties count half; images in one cell of the scale are ties.</param>
public sealed record LabelProfile(int Label, int Images, double Mean, double Auc)
{
    /// <summary>So many images of a label, and as many others, are the least that an AUC is given for.</summary>
    public const int Least = 5;

    /// <summary>The labels of a unit's images, the one it tells best from the others first; labels of too few images have no place.</summary>
    public static IReadOnlyList<LabelProfile> Of(Distribution distribution)
    {
        var labels = distribution.Labels.Select((seen, label) => (seen, label)).Where(pair => pair.seen is not null).Select(pair => (Seen: pair.seen!, pair.label)).ToArray();
        if (labels.Length < 2) return [];
        var (scale, coarseness) = (distribution.Scale, labels[0].Seen.Coarseness);
        var (first, last) = (scale.First >> coarseness, scale.Last >> coarseness);
        var all = new long[last - first + 1];
        foreach (var (seen, _) in labels)
            for (var cell = first; cell <= last; cell++) all[cell - first] += seen[cell];
        return [.. labels.Where(label => label.Seen.Images >= Least && all.Sum() - label.Seen.Images >= Least)
            .Select(label => new LabelProfile(label.label, label.Seen.Images, label.Seen.Mean, Beats(label.Seen, all, first)))
            .OrderByDescending(profile => profile.Auc).ThenBy(profile => profile.Label)];
    }

    static double Beats(LabelCounts label, long[] all, int first)
    {
        var (wins, below) = (0.0, 0L);
        for (var i = 0; i < all.Length; i++)
        {
            var (mine, others) = (label[first + i], all[i] - label[first + i]);
            wins += mine * (below + (others / 2.0));
            below += others;
        }

        return wins / label.Images / below;
    }
}
