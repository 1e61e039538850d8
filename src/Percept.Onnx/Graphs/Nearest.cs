using F23.StringSimilarity;

namespace Percept.Onnx.Graphs;

/// <summary>Names that a mistyped one may have meant, for errors to offer.</summary>
static class Nearest
{
    /// <summary>The known names most like a name (Jaro and Winkler), the likeliest first.</summary>
    public static IEnumerable<string> To(string name, IEnumerable<string> known, int count = 3)
    {
        var similarity = new JaroWinkler();
        return known.OrderByDescending(candidate => similarity.Similarity(candidate, name)).ThenBy(candidate => candidate, StringComparer.Ordinal).Take(count);
    }
}
