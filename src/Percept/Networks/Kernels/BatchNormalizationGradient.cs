using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>The gradient of BatchNormalization in training mode: dX = scale·r·(dY − mean dY − x̂·mean(dY·x̂)), Σ dY·x̂ and Σ dY.</summary>
sealed unsafe class BatchNormalizationGradient : Kernel
{
    readonly int[] shape;
    readonly float epsilon;

    BatchNormalizationGradient(KernelSettings settings) => (shape, epsilon) = (settings[OwnOperators.Shape], BitConverter.Int32BitsToSingle(settings["epsilon"][0]));

    internal static KernelDefinition Definition { get; } = new("BatchNormalizationGradient", Inputs: 3, settings => new BatchNormalizationGradient(settings), Outputs: 3);

    internal override void Compute(KernelRun run)
    {
        var (batch, channels, area) = (shape[0], shape[1], shape.Skip(2).Aggregate(1, (product, size) => product * size));
        float* x = run.Input(0, batch * channels * area).Start, scale = run.Input(1, channels).Start, dY = run.Input(2, batch * channels * area).Start;
        float* dX = run.Output(shape).Start, dScale = run.Output([channels], 1).Start, dBias = run.Output([channels], 2).Start;
        var margin = epsilon;

        run.ForEach(channels, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (channel) =>
        {
            var (mean, variance) = ChannelStatistics.Of(x, batch, channels, area, channel);
            var inverse = 1 / Math.Sqrt(variance + margin);
            double sum = 0, product = 0;
            for (var image = 0; image < batch; image++)
            {
                var start = ((image * channels) + channel) * area;
                sum += TensorPrimitives.Sum(new ReadOnlySpan<float>(dY + start, area));
                product += Product(x + start, dY + start, area, (float)mean);
            }

            var count = (double)batch * area;
            (dScale[channel], dBias[channel]) = ((float)(product * inverse), (float)sum);
            var factor = scale[channel] * inverse;
            var (a, b, c, centre) = ((float)factor, (float)(-factor * inverse * inverse * product / count), (float)(-factor * sum / count), (float)mean);
            var (byY, byX, constant, centres) = (Vector.Create(a), Vector.Create(b), Vector.Create(c), Vector.Create(centre));
            for (var image = 0; image < batch; image++)
            {
                var (start, i) = (((image * channels) + channel) * area, 0);
                for (; i <= area - Vector<float>.Count; i += Vector<float>.Count)
                    Vector.MultiplyAddEstimate(Vector.Load(dY + start + i), byY, Vector.MultiplyAddEstimate(Vector.Load(x + start + i) - centres, byX, constant)).Store(dX + start + i);
                for (; i < area; i++) dX[start + i] = (dY[start + i] * a) + ((x[start + i] - centre) * b) + c;
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Product(float* x, float* dY, int count, float centre)
    {
        var (sums, centres, i) = (Vector<float>.Zero, Vector.Create(centre), 0);
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) sums = Vector.MultiplyAddEstimate(Vector.Load(x + i) - centres, Vector.Load(dY + i), sums);
        var sum = Vector.Sum(sums);
        for (; i < count; i++) sum += (x[i] - centre) * dY[i];
        return sum;
    }
}
