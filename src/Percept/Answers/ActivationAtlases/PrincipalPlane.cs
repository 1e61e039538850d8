using System.Numerics.Tensors;

namespace Percept.Answers.ActivationAtlases;

/// <summary>The two directions in which vectors vary most: their first two principal components, by orthogonal iteration on the covariance.</summary>
static class PrincipalPlane
{
    const int Steps = 200;

    /// <summary>Where each vector lies along the two directions, from the mean. The largest number of each direction is positive, so that signs do not depend on chance.</summary>
    internal static (float[] First, float[] Second) Of(float[][] vectors)
    {
        var (count, mean) = (vectors[0].Length, new float[vectors[0].Length]);
        foreach (var vector in vectors) TensorPrimitives.MultiplyAdd(vector, 1f / vectors.Length, mean, mean);
        float[][] centred = [.. vectors.Select(vector => vector.Zip(mean, (a, b) => a - b).ToArray())];
        float[][] covariance = [.. Enumerable.Range(0, count).Select(_ => new float[count])];
        foreach (var vector in centred)
            for (var i = 0; i < count; i++) TensorPrimitives.MultiplyAdd(vector, vector[i] / vectors.Length, covariance[i], covariance[i]);

        var random = new Random(0);
        float[] Noise() => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        var (first, second) = (Noise(), Noise());
        for (var step = 0; step < Steps; step++)
        {
            first = Unit(Times(covariance, first));
            second = Times(covariance, second);
            TensorPrimitives.MultiplyAdd(first, -TensorPrimitives.Dot<float>(first, second), second, second);
            second = Unit(second);
        }

        return (Along(first), Along(second));

        float[] Along(float[] direction)
        {
            var sign = direction[TensorPrimitives.IndexOfMaxMagnitude<float>(direction)] < 0 ? -1 : 1;
            return [.. centred.Select(vector => sign * TensorPrimitives.Dot<float>(vector, direction))];
        }
    }

    static float[] Times(float[][] matrix, float[] vector) => [.. matrix.Select(row => TensorPrimitives.Dot<float>(row, vector))];

    static float[] Unit(float[] vector)
    {
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0) TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }
}
