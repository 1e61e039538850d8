using Percept.Atlases;
using static System.FormattableString;

namespace Percept.Pipeline;

/// <summary>What is missing of an atlas, in words: what, and the first sentence of why.</summary>
static class MissingWords
{
    /// <summary>The longest that is said; of more, how many there are.</summary>
    const int Most = 4;

    internal static string Of(IReadOnlyList<MissingRecord> missing)
    {
        if (missing.Count == 0) return "";
        var groups = missing.GroupBy(record => (record.Stage, Reason: FirstSentence(record.Reason))).ToArray();
        var text = groups.Take(Most).Select(group => $"{group.Key.Stage}{Where([.. group])} ({group.Key.Reason})");
        if (groups.Length > Most) text = text.Append(Invariant($"and for {groups.Length - Most} other reasons"));
        return $"Missing are: {string.Join("; ", text)}. All is listed at the end of the explorer's first page.";
    }

    static string FirstSentence(string reason) => reason.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? reason[..end] : reason.TrimEnd('.');

    static string Where(IReadOnlyList<MissingRecord> group) => group switch
    {
        [{ Layer: null }, ..] => "",
        [{ Unit: { } unit, Layer: var layer }] => Invariant($" of {layer}:{unit}"),
        [{ Layer: var layer }] => $" of {layer}",
        _ => Invariant($" of {group.Count} {(group.All(record => record.Unit is null) ? "layers" : "layers or units")} from {group[0].Layer} to {group[^1].Layer}"),
    };
}
