using System.Numerics.Tensors;
using Percept.Scheduling;

namespace Percept.Numerics;

/// <summary>The directions in which samples differ most, one at right angles to the other.</summary>
/// <param name="Mean">The samples' mean.</param>
/// <param name="Components">The directions, each of length 1, the one of most variance first.</param>
/// <param name="Variances">The variance along each.</param>
/// <param name="TotalVariance">The variance along all there are, the ones not kept included.</param>
/// <param name="Count">How many samples were seen.</param>
public sealed record PrincipalComponents(float[] Mean, IReadOnlyList<float[]> Components, IReadOnlyList<double> Variances, double TotalVariance, int Count)
{
    /// <summary>The share of all variance along each component.</summary>
    public IReadOnlyList<double> Explained => [.. Variances.Select(variance => TotalVariance > 0 ? variance / TotalVariance : 0)];

    /// <summary>How far a sample lies from the mean along each of the first components.</summary>
    public float[] Coefficients(ReadOnlySpan<float> sample, int? count = null)
    {
        var centred = new float[sample.Length];
        TensorPrimitives.Subtract(sample, Mean, centred);
        return [.. Components.Take(count ?? Components.Count).Select(component => TensorPrimitives.Dot<float>(component, centred))];
    }

    /// <summary>The sample that has these coefficients, and none along what is not kept.</summary>
    public float[] Reconstruct(ReadOnlySpan<float> coefficients)
    {
        var sample = (float[])Mean.Clone();
        for (var i = 0; i < coefficients.Length; i++) TensorPrimitives.MultiplyAdd(Components[i], coefficients[i], sample, sample);
        return sample;
    }

    /// <summary>Finds the components of samples, block by block: memory does not grow with their number.</summary>
    /// <param name="samples">The samples, all of one length.</param>
    /// <param name="count">How many components are wanted.</param>
    /// <param name="block">How many samples are taken at once; of up to as many, the result is exact.</param>
    /// <param name="processors">What the work is divided among; all where null.</param>
    /// <exception cref="ArgumentException">There are fewer than two samples.</exception>
    public static PrincipalComponents Of(IEnumerable<float[]> samples, int count, int block = 512, Processors? processors = null)
    {
        IncrementalComponents? components = null;
        foreach (var chunk in samples.Chunk(block)) (components ??= new(chunk[0].Length, Math.Max(2 * count, 32), processors ?? Processors.Available)).Add(chunk);
        return components is { Count: > 1 } ? components.Result(count) : throw new ArgumentException("Principal components need two samples at least.", nameof(samples));
    }
}
