using Percept.Scheduling;
namespace Percept.Training.Data;

/// <summary>Held-out images that look like one that is learned from: a test of memory.</summary>
static class NearDuplicates
{
    const int MostNamed = 20;

    /// <summary>Beyond this many pairs the comparison would take longer than a training.</summary>
    const long MostPairs = 4_000_000_000;

    public static IEnumerable<string> Across(IReadOnlyList<Fingerprinted> train, IReadOnlyList<Fingerprinted> heldOut, Processors processors)
    {
        if ((long)train.Count * heldOut.Count > MostPairs)
            return [$"With {train.Count:N0} images to learn from and {heldOut.Count:N0} held out, only identical files were looked for, not similar ones."];
        var alike = processors.Select(heldOut, each => (Held: each, Learned: train.FirstOrDefault(other => other.Print.LooksLike(each.Print))))
            .Where(pair => pair.Learned is not null).ToArray();
        var named = alike.Take(MostNamed).Select(pair => $"'{pair.Held.Image.File.Name}', which is held out, looks the same as '{pair.Learned!.Image.File.Name}', which is learned from.");
        return alike.Length > MostNamed ? named.Append($"{alike.Length - MostNamed} more held-out images look the same as one that is learned from.") : named;
    }
}
