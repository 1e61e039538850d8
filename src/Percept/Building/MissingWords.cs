using Percept.Atlases;
using static System.FormattableString;

namespace Percept.Building;

/// <summary>What is missing of an atlas, in words: a sentence for each stage and reason.</summary>
static class MissingWords
{
    /// <summary>The longest that is said; of more, how many there are.</summary>
    const int Most = 4;

    internal static string Of(IReadOnlyList<MissingRecord> missing)
    {
        var groups = missing.GroupBy(record => (record.Stage, record.Reason)).ToArray();
        var text = groups.Take(Most).Select(group => $"Missing: {group.Key.Stage}{Where([.. group])}. {group.Key.Reason}");
        return string.Join(" ", groups.Length > Most ? text.Append(Invariant($"{groups.Length - Most} other things are missing; all are listed at the end of the explorer's first page.")) : text);
    }

    static string Where(IReadOnlyList<MissingRecord> group) => group switch
    {
        [{ Layer: null }, ..] => "",
        [{ Unit: { } unit, Layer: var layer }] => Invariant($" of {layer}:{unit}"),
        [{ Layer: var layer }] => $" of {layer}",
        _ => Invariant($" of {group.Count} {(group.All(record => record.Unit is null) ? "layers" : "layers or units")} from {group[0].Layer} to {group[^1].Layer}"),
    };
}
