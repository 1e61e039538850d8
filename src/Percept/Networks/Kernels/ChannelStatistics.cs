using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Percept.Networks.Kernels;

/// <summary>The mean and the variance of one channel over all images of a batch.</summary>
static unsafe class ChannelStatistics
{
    internal static (double Mean, double Variance) Of(float* x, int batch, int channels, int area, int channel)
    {
        double sum = 0, squares = 0;
        for (var image = 0; image < batch; image++) sum += TensorPrimitives.Sum(new ReadOnlySpan<float>(x + (((image * channels) + channel) * area), area));
        var mean = sum / ((double)batch * area);
        for (var image = 0; image < batch; image++) squares += SquaresAround(x + (((image * channels) + channel) * area), area, (float)mean);
        return (mean, squares / ((double)batch * area));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float SquaresAround(float* x, int count, float centre)
    {
        var (sums, centres, i) = (Vector<float>.Zero, Vector.Create(centre), 0);
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = Vector.Load(x + i) - centres;
            sums = Vector.MultiplyAddEstimate(difference, difference, sums);
        }

        var sum = Vector.Sum(sums);
        for (; i < count; i++) sum += (x[i] - centre) * (x[i] - centre);
        return sum;
    }
}
