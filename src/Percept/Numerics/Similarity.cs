using System.Numerics.Tensors;

namespace Percept.Numerics;

/// <summary>How alike two patterns are, from -1 to 1; 0 where one of them does not vary.</summary>
static class Similarity
{
    /// <summary>A pattern's ranks less their mean, where equals share the mean of their ranks: the cosine of two such is Spearman's correlation.</summary>
    internal static float[] Ranked(float[] numbers)
    {
        var (order, ranks) = (Enumerable.Range(0, numbers.Length).ToArray(), new float[numbers.Length]);
        Array.Sort([.. numbers], order);
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && numbers[order[end]] == numbers[order[start]];) end++;
            foreach (var at in order.AsSpan(start..end)) ranks[at] = (start + end - numbers.Length) / 2f;
        }

        return ranks;
    }

    /// <summary>The cosine of the angle between two patterns.</summary>
    internal static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var lengths = (double)TensorPrimitives.Norm(a) * TensorPrimitives.Norm(b);
        return lengths > 0 ? TensorPrimitives.Dot(a, b) / lengths : 0;
    }

    /// <summary>How alike a pattern is to others on average.</summary>
    internal static double With(float[] pattern, IReadOnlyList<float[]> others) => others.Average(other => Cosine(pattern, other));

    /// <summary>How alike each pair of different members is.</summary>
    internal static IEnumerable<double> Pairs(IReadOnlyList<float[]> members) => members.SelectMany((a, i) => members.Skip(i + 1).Select(b => Cosine(a, b)));
}
