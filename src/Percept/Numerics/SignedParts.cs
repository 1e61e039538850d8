using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Percept.Numerics;

/// <summary>The steps of seminonnegative matrix factorisation: rows V of any sign as W H, strengths W that are never below zero and parts H of any sign.</summary>
/// <remarks>Ding, Li and Jordan, "Convex and semi-nonnegative matrix factorizations" (2010): the parts are least squares, the strengths are multiplied; neither raises the squared error.</remarks>
static class SignedParts
{
    const float Tiny = 1e-12f;

    /// <summary>W ← W ∘ √(((V Hᵀ)⁺ + W (H Hᵀ)⁻) / ((V Hᵀ)⁻ + W (H Hᵀ)⁺)), for one row; A⁺ and A⁻ are the magnitudes of what is above and below zero in A.</summary>
    /// <param name="strength">The row of W.</param>
    /// <param name="along">The row of V Hᵀ.</param>
    /// <param name="gram">H Hᵀ.</param>
    internal static void UpdateStrengths(Span<float> strength, float[] along, float[][] gram)
    {
        Span<float> old = stackalloc float[strength.Length];
        strength.CopyTo(old);
        for (var k = 0; k < old.Length; k++)
        {
            var (more, less) = (Math.Max(along[k], 0), Math.Max(-along[k], 0));
            for (var l = 0; l < old.Length; l++)
            {
                more += old[l] * Math.Max(-gram[k][l], 0);
                less += old[l] * Math.Max(gram[k][l], 0);
            }

            strength[k] = old[k] * MathF.Sqrt(more / (less + Tiny));
        }
    }

    /// <summary>H ← (Wᵀ W)⁻¹ Wᵀ V.</summary>
    internal static void UpdateParts(float[][] rows, float[][] strengths, float[][] parts)
    {
        var (count, columns) = (parts.Length, parts[0].Length);
        var (gram, above) = (Matrix<double>.Build.Dense(count, count), Enumerable.Range(0, count).Select(_ => new float[columns]).ToArray());
        foreach (var (row, strength) in rows.Zip(strengths))
        {
            for (var k = 0; k < count; k++)
            {
                if (strength[k] > 0) TensorPrimitives.MultiplyAdd(row, strength[k], above[k], above[k]);
                for (var l = 0; l < count; l++) gram[k, l] += (double)strength[k] * strength[l];
            }
        }

        var inverse = gram.PseudoInverse();
        for (var k = 0; k < count; k++)
        {
            Array.Clear(parts[k]);
            for (var l = 0; l < count; l++) TensorPrimitives.MultiplyAdd(above[l], (float)inverse[k, l], parts[k], parts[k]);
        }
    }
}
