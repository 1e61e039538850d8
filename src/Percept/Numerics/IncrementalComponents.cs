using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Percept.Scheduling;

namespace Percept.Numerics;

/// <summary>Principal components of samples that come in blocks (Ross, Lim, Lin and Yang, "Incremental learning for robust visual tracking", 2008).</summary>
/// <remarks>What is known so far is kept as components times their singular values; a block's centred samples and the move of the mean are further rows beside them,
/// and the rows' inner products give the new components: a small eigenproblem, however many pixels a sample has.</remarks>
sealed class IncrementalComponents(int length, int kept, Processors processors)
{
    readonly double[] mean = new double[length];
    float[][] rows = [];
    double total;

    internal int Count { get; private set; }

    internal void Add(IReadOnlyList<float[]> block)
    {
        var blockMean = new double[length];
        foreach (var sample in block)
            for (var i = 0; i < length; i++) blockMean[i] += sample[i] / (double)block.Count;
        var centre = blockMean.Select(value => (float)value).ToArray();
        var fresh = block.Select(sample =>
        {
            var centred = new float[length];
            TensorPrimitives.Subtract(sample, centre, centred);
            return centred;
        }).ToList();

        if (Count > 0)
        {
            var weight = Math.Sqrt((double)Count * block.Count / (Count + block.Count));
            fresh.Add([.. mean.Zip(blockMean, (old, now) => (float)(weight * (old - now)))]);
        }

        total += fresh.Sum(row => (double)TensorPrimitives.SumOfSquares<float>(row));
        for (var i = 0; i < length; i++) mean[i] = ((mean[i] * Count) + (blockMean[i] * block.Count)) / (Count + block.Count);
        Count += block.Count;
        rows = Strongest([.. rows, .. fresh], kept);
    }

    internal PrincipalComponents Result(int count)
    {
        var lengths = rows.Select(row => TensorPrimitives.Norm<float>(row)).ToArray();
        var found = Enumerable.Range(0, Math.Min(count, rows.Length)).Where(i => lengths[i] > 1e-6f * lengths[0]).ToArray();
        return new(
            [.. mean.Select(value => (float)value)],
            [.. found.Select(i => Positive([.. rows[i].Select(value => value / lengths[i])]))],
            [.. found.Select(i => lengths[i] * (double)lengths[i] / (Count - 1))], total / (Count - 1), Count);
    }

    /// <summary>Rows at right angles with the same inner products, the longest first.</summary>
    float[][] Strongest(float[][] all, int most)
    {
        if (all.Length > length) return OfMany(all, most);
        var products = Matrix<double>.Build.Dense(all.Length, all.Length);
        processors.ForEach(all.Length, i =>
        {
            for (var j = 0; j <= i; j++) products[i, j] = products[j, i] = TensorPrimitives.Dot<float>(all[i], all[j]);
        });

        var eigen = products.Evd(Symmetricity.Symmetric);
        return processors.Select(Math.Min(most, all.Length), i =>
        {
            var (row, vector) = (new float[length], eigen.EigenVectors.Column(all.Length - 1 - i));
            for (var j = 0; j < all.Length; j++) TensorPrimitives.MultiplyAdd(all[j], (float)vector[j], row, row);
            return row;
        });
    }

    /// <remarks>Of more rows than columns, the products of columns are the smaller problem with the same answer.</remarks>
    float[][] OfMany(float[][] all, int most)
    {
        var (columns, products) = (new float[length][], Matrix<double>.Build.Dense(length, length));
        processors.ForEach(length, i => columns[i] = [.. all.Select(row => row[i])]);
        processors.ForEach(length, i =>
        {
            for (var j = 0; j <= i; j++) products[i, j] = products[j, i] = TensorPrimitives.Dot<float>(columns[i], columns[j]);
        });

        var eigen = products.Evd(Symmetricity.Symmetric);
        return [.. Enumerable.Range(1, Math.Min(most, length)).Select(rank =>
        {
            var size = Math.Sqrt(Math.Max(0, eigen.EigenValues[length - rank].Real));
            return eigen.EigenVectors.Column(length - rank).Select(value => (float)(value * size)).ToArray();
        })];
    }

    /// <remarks>The sign of a component is arbitrary; so it is the same everywhere, its largest element is positive.</remarks>
    static float[] Positive(float[] component)
    {
        if (TensorPrimitives.MaxMagnitude<float>(component) < 0) TensorPrimitives.Negate(component, component);
        return component;
    }
}
