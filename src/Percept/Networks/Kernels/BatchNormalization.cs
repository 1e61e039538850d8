using System.Numerics;
using System.Runtime.CompilerServices;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>ONNX's BatchNormalization in training mode: by the batch's own statistics, which running ones follow.</summary>
/// <remarks>One channel of all images after another, which stays in the nearest memory from one pass to the next.</remarks>
sealed unsafe class BatchNormalization : Kernel
{
    readonly int[] shape;
    readonly float epsilon, momentum;

    BatchNormalization(KernelSettings settings)
    {
        shape = settings[OwnOperators.Shape];
        (epsilon, momentum) = (BitConverter.Int32BitsToSingle(settings["epsilon"][0]), BitConverter.Int32BitsToSingle(settings["momentum"][0]));
    }

    internal static KernelDefinition Definition { get; } = new("BatchNormalization", Inputs: 5, settings => new BatchNormalization(settings), Outputs: 3);

    internal override void Compute(KernelRun run)
    {
        var (batch, channels, area) = (shape[0], shape[1], shape.Skip(2).Aggregate(1, (product, size) => product * size));
        float* x = run.Input(0, batch * channels * area).Start, y = run.Output(shape).Start;
        float* scale = run.Input(1, channels).Start, bias = run.Input(2, channels).Start, mean = run.Input(3, channels).Start, variance = run.Input(4, channels).Start;
        float* nextMean = run.Output([channels], 1).Start, nextVariance = run.Output([channels], 2).Start;
        var (follow, margin) = (momentum, epsilon);

        run.ForEach(channels, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (channel) =>
        {
            var (own, spread) = ChannelStatistics.Of(x, batch, channels, area, channel);
            nextMean[channel] = (float)((mean[channel] * follow) + (own * (1 - follow)));
            nextVariance[channel] = (float)((variance[channel] * follow) + (spread * (1 - follow)));
            var factor = (float)(scale[channel] / Math.Sqrt(spread + margin));
            var (by, offset) = (Vector.Create(factor), (float)own);
            var (centre, shift) = (Vector.Create(offset), Vector.Create(bias[channel]));
            for (var image = 0; image < batch; image++)
            {
                var start = ((image * channels) + channel) * area;
                var i = 0;
                for (; i <= area - Vector<float>.Count; i += Vector<float>.Count)
                    Vector.MultiplyAddEstimate(Vector.Load(x + start + i) - centre, by, shift).Store(y + start + i);
                for (; i < area; i++) y[start + i] = float.MultiplyAddEstimate(x[start + i] - offset, factor, bias[channel]);
            }
        });
    }
}
