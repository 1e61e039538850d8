using MathNet.Numerics.LinearAlgebra;

namespace Percept.Filters.Families;

/// <summary>One or two spatial patterns, each rows x columns; any mixture of them, in any colour, is a member of a family.</summary>
/// <remarks>
/// A filter W has a row for each colour channel and a column for each pixel. The share of its energy that the best member explains is
/// max over a of |W B a|² / (|B a|² |W|²), with the patterns as the columns of B: a generalised eigenproblem of one or two dimensions, so
/// colour, gain and the mixture (which is a phase or an angle) need no search.
/// </remarks>
/// <param name="Each">The patterns.</param>
sealed record Patterns(params double[][] Each)
{
    /// <summary>The best mixture of the patterns for a filter.</summary>
    /// <param name="channels">The filter's weights, channel by channel.</param>
    /// <param name="energy">The sum of squares that the share is of.</param>
    internal Mixture Explain(double[][] channels, double energy)
    {
        var weights = Matrix<double>.Build.DenseOfRowArrays(channels);
        var basis = Matrix<double>.Build.DenseOfColumnArrays(Each);
        var (seen, gram) = (weights * basis, basis.TransposeThisAndMultiply(basis));
        if (gram.Determinant() <= 1e-9 * Math.Pow(gram.Trace() / Each.Length, Each.Length) || energy == 0) return Mixture.None(Each.Length, channels.Length);

        // Where gram = L Lᵀ, b = Lᵀ a turns it into an ordinary symmetric eigenproblem.
        var inverse = gram.Cholesky().Factor.Inverse();
        var whitened = inverse * seen.TransposeThisAndMultiply(seen) * inverse.Transpose();
        var eigen = whitened.Evd(Symmetricity.Symmetric);
        var mix = inverse.TransposeThisAndMultiply(eigen.EigenVectors.Column(Each.Length - 1));
        return new(Math.Clamp(eigen.EigenValues[^1].Real / energy, 0, 1), [.. mix], [.. seen * mix]);
    }

    /// <summary>A mixture's weights.</summary>
    internal double[] Mixed(double[] mix) =>
        [.. Enumerable.Range(0, Each[0].Length).Select(pixel => mix.Zip(Each, (weight, pattern) => weight * pattern[pixel]).Sum())];
}

/// <summary>The member of a family that explains a filter best.</summary>
/// <param name="Share">How much of the filter's energy it explains, 0 to 1.</param>
/// <param name="Mix">How much of each pattern is in it; the member's norm is 1.</param>
/// <param name="Colour">Its gain in each channel.</param>
sealed record Mixture(double Share, double[] Mix, double[] Colour)
{
    internal static Mixture None(int patterns, int channels) => new(0, new double[patterns], new double[channels]);
}
