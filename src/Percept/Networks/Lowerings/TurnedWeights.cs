using System.Runtime.InteropServices;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>The weights of a transposed convolution as those of convolutions.</summary>
static class TurnedWeights
{
    /// <summary>Channels that are read together, since they lie side by side.</summary>
    const int Together = 16;

    /// <summary>The weights with input and output channels exchanged within each group, and for each phase only the given taps; -1 is none.</summary>
    /// <remarks>A network's weights all pass here when it is opened, so this reads along and writes along, on every core.</remarks>
    internal static Tensor Of(Tensor weights, int groups, int[][] phases, int[] sizes)
    {
        var (filters, channels, count, taps) = (weights.Shape[0] / groups, weights.Shape[1], weights.Shape.Product(2, weights.Shape.Rank), phases[0].Length);
        var turned = new byte[phases.Length * groups * channels * filters * taps * sizeof(float)];
        var blocks = (channels + Together - 1) / Together;
        Parallel.For(0, phases.Length * groups * blocks, block =>
        {
            var (phase, group, first) = (phases[block / blocks / groups], block / blocks % groups, block % blocks * Together);
            var from = weights.Values<float>();
            var to = MemoryMarshal.Cast<byte, float>(turned.AsSpan()).Slice(block / blocks * channels * filters * taps, channels * filters * taps);
            for (var filter = 0; filter < filters; filter++)
                for (var channel = first; channel < Math.Min(first + Together, channels); channel++)
                {
                    var (seen, written) = (((((group * filters) + filter) * channels) + channel) * count, ((channel * filters) + filter) * taps);
                    for (var i = 0; i < taps; i++) to[written + i] = phase[i] < 0 ? 0 : from[seen + phase[i]];
                }
        });
        return new(ElementType.Float32, [phases.Length * groups * channels, filters, .. sizes], turned);
    }
}
