using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Percept.Numerics;

/// <summary>Directions whose mixtures make the samples, and along which these are as far from a bell curve as can be: FastICA, symmetric, with tanh (Hyvärinen, 1999).</summary>
/// <remarks>Of patches of photographs these are edges (Bell and Sejnowski, 1997), where principal components are waves over the whole patch.</remarks>
static class IndependentComponents
{
    /// <summary>Finds the components within the leading principal ones.</summary>
    /// <param name="principal">The samples' principal components; as many independent ones are found.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="seed">What the start is drawn from.</param>
    /// <param name="iterations">How many steps at most.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <returns>Each component as the sample that it alone makes, of length 1.</returns>
    public static IReadOnlyList<float[]> Of(PrincipalComponents principal, IReadOnlyList<float[]> samples, int seed = 0, int iterations = 100, CancellationToken cancellationToken = default)
    {
        var deviations = principal.Variances.Select(Math.Sqrt).ToArray();
        var white = Matrix<double>.Build.DenseOfColumns(samples.Select(sample => principal.Coefficients(sample).Select((value, i) => value / deviations[i])));
        var random = new Random(seed);
        var turn = Decorrelated(Matrix<double>.Build.Dense(deviations.Length, deviations.Length, (_, _) => Normal.Sample(random, 0, 1)));
        for (var step = 0; step < iterations; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bent = (turn * white).PointwiseTanh();
            var slopes = (1 - bent.PointwiseMultiply(bent)).RowSums() / white.ColumnCount;
            var next = Decorrelated((bent.TransposeAndMultiply(white) / white.ColumnCount) - Matrix<double>.Build.DenseOfDiagonalVector(slopes) * turn);
            var change = next.TransposeAndMultiply(turn).Diagonal().Select(cosine => 1 - Math.Abs(cosine)).Max();
            turn = next;
            if (change < 1e-5) break;
        }

        return [.. turn.EnumerateRows().Select(row =>
        {
            var made = principal.Reconstruct([.. row.Select((value, i) => (float)(value * deviations[i]))]).Zip(principal.Mean, (value, mean) => value - mean).ToArray();
            var length = MathF.Sqrt(made.Sum(value => value * value));
            return made.Select(value => value / length).ToArray();
        })];
    }

    /// <summary>The nearest matrix whose rows are at right angles and of length 1.</summary>
    static Matrix<double> Decorrelated(Matrix<double> matrix)
    {
        var parts = matrix.Svd();
        return parts.U * parts.VT;
    }
}
