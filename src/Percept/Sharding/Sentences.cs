using System.Globalization;

namespace Percept.Sharding;

/// <summary>Says things of shards in words.</summary>
static class Sentences
{
    const int Most = 8;

    /// <summary>Some shards and why they are missing; of many, the first.</summary>
    internal static string List(IReadOnlyList<MissingShard> missing) =>
        string.Join(", ", missing.Take(Most).Select(one => string.Create(CultureInfo.InvariantCulture, $"shard {one.Shard} ({one.Reason})"))) + (missing.Count > Most ? string.Create(CultureInfo.InvariantCulture, $" and {missing.Count - Most} more") : "");
}
