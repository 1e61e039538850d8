using F23.StringSimilarity;

namespace Percept.Networks;

/// <summary>Names that a mistyped one may have meant.</summary>
static class Nearest
{
    internal static IEnumerable<string> To(string name, IEnumerable<string> known)
    {
        var similarity = new JaroWinkler();
        return known.OrderByDescending(candidate => similarity.Similarity(candidate, name)).ThenBy(candidate => candidate, StringComparer.Ordinal).Take(3);
    }
}
