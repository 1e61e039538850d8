using System.Security.Cryptography;
using System.Text;

namespace Percept.Training.Data;

/// <summary>Which images are learned from, and which are held out.</summary>
static class Split
{
    /// <summary>In each class, the share whose content comes first in an order that the seed shuffles; copies count once and stay together.</summary>
    public static (List<Fingerprinted> Train, List<Fingerprinted> HeldOut) ByContent(
        IReadOnlyList<Fingerprinted> sample, ClassTree tree, double share, int seed, List<string> findings)
    {
        var held = new HashSet<string>();
        foreach (var group in sample.GroupBy(each => each.Image.Class))
        {
            var contents = group.Select(each => each.Print.Content).Distinct().OrderBy(content => Place(content, seed), StringComparer.Ordinal).ToArray();
            held.UnionWith(contents.Take(Math.Clamp((int)Math.Round(contents.Length * share), 1, Math.Max(1, contents.Length - 1))));
        }

        foreach (var copies in Copies(sample).Where(copies => copies.Select(each => each.Image.Class).Distinct().Count() > 1))
            findings.Add($"The same image is in several classes: {Names(copies)}; no network can tell them apart.");
        return Checked([.. sample.Where(each => !held.Contains(each.Print.Content))], [.. sample.Where(each => held.Contains(each.Print.Content))], tree);
    }

    /// <summary>As the folders say, but for held-out images that are to be learned from as well: they are no test, so they are not held out.</summary>
    public static (List<Fingerprinted> Train, List<Fingerprinted> HeldOut) AsGiven(IReadOnlyList<Fingerprinted> sample, ClassTree tree, List<string> findings)
    {
        var learned = sample.Where(each => !each.IsHeldOut).Select(each => each.Print.Content).ToHashSet();
        var repeated = sample.Where(each => each.IsHeldOut && learned.Contains(each.Print.Content)).ToHashSet();
        foreach (var copies in Copies(sample).Where(copies => copies.Any(repeated.Contains)))
            findings.Add($"The same image is held out and learned from: {Names(copies)}; it was not judged by.");
        return Checked([.. sample.Where(each => !each.IsHeldOut)], [.. sample.Where(each => each.IsHeldOut && !repeated.Contains(each))], tree);
    }

    static (List<Fingerprinted> Train, List<Fingerprinted> HeldOut) Checked(List<Fingerprinted> train, List<Fingerprinted> heldOut, ClassTree tree)
    {
        for (var index = 0; index < tree.Classes.Count; index++)
        {
            var (canLearn, canJudge) = (train.Exists(each => each.Image.Class == index), heldOut.Exists(each => each.Image.Class == index));
            if (!canLearn || !canJudge)
                throw new TrainingException($"Once copies of an image are kept together, the class '{tree.Classes[index]}' has none left to {(canLearn ? "be judged by" : "learn from")}; add other images to it.");
        }
        return (train, heldOut);
    }

    static IEnumerable<Fingerprinted[]> Copies(IReadOnlyList<Fingerprinted> sample) =>
        sample.GroupBy(each => each.Print.Content).Select(group => group.ToArray()).Where(group => group.Length > 1);

    static string Names(IEnumerable<Fingerprinted> images) => string.Join(", ", images.Select(each => $"'{each.Image.File.Name}'"));

    static string Place(string content, int seed) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"{seed} {content}")));
}
