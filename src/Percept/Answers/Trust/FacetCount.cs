using Percept.Numerics;

namespace Percept.Answers.Trust;

/// <summary>How many kinds of images drive a unit.</summary>
static class FacetCount
{
    /// <summary>
    /// Two examples belong together where their patterns are more alike than nineteen of twenty random pairs of images are, or a third one is to both.
    /// A kind has at least two examples; where none has, there is one kind.
    /// </summary>
    internal static int Count(IReadOnlyList<float[]> examples, IReadOnlyList<float[]> random)
    {
        var pairs = Similarity.Pairs(random).Order().ToArray();
        var border = pairs[(int)(0.95 * (pairs.Length - 1))];
        var group = Enumerable.Range(0, examples.Count).ToArray();
        for (var i = 0; i < examples.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (group[i] == group[j] || Similarity.Cosine(examples[i], examples[j]) <= border) continue;
                var (into, from) = (group[j], group[i]);
                for (var k = 0; k < group.Length; k++) group[k] = group[k] == from ? into : group[k];
            }
        }

        return Math.Max(1, group.CountBy(of => of).Count(of => of.Value > 1));
    }
}
