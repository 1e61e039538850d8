using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Percept.Numerics;

/// <summary>How two spans of vectors lie to each other (Björck and Golub, "Numerical methods for computing angles between linear subspaces", 1973).</summary>
static class Subspaces
{
    /// <summary>The principal angles in degrees, the smallest first: 0 where a direction is in both spans, 90 where it is at right angles to all of the other.</summary>
    public static IReadOnlyList<double> Angles(IReadOnlyList<float[]> first, IReadOnlyList<float[]> second)
    {
        var cosines = Basis(first).TransposeThisAndMultiply(Basis(second)).Svd(computeVectors: false).S;
        return [.. cosines.Select(cosine => Trig.RadianToDegree(Math.Acos(Math.Clamp(cosine, -1, 1))))];
    }

    /// <summary>How much of a vector of the first span lies in the second on average: the mean squared cosine over the first's dimensions.</summary>
    public static double Overlap(IReadOnlyList<float[]> first, IReadOnlyList<float[]> second)
    {
        var basis = Basis(first);
        var inside = basis.TransposeThisAndMultiply(Basis(second)).FrobeniusNorm();
        return inside * inside / basis.ColumnCount;
    }

    /// <summary>The mean principal angle of two spans of these dimensions that have nothing to do with each other.</summary>
    public static double ByChance(int first, int second, int dimension, int seed = 0, int draws = 8)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, draws).Average(_ => Angles(Draw(first), Draw(second)).Average());
        float[][] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimension).Select(_ => (float)Normal.Sample(random, 0, 1)).ToArray())];
    }

    /// <summary>Vectors of length 1 at right angles that span the same.</summary>
    static Matrix<double> Basis(IReadOnlyList<float[]> vectors)
    {
        var parts = Matrix<double>.Build.DenseOfColumns(vectors.Select(vector => vector.Select(value => (double)value))).Svd();
        var rank = parts.S.Count(length => length > 1e-5 * parts.S[0]);
        return parts.U.SubMatrix(0, parts.U.RowCount, 0, Math.Max(1, rank));
    }
}
