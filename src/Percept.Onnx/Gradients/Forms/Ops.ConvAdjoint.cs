using System.Runtime.InteropServices;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    /// <summary>What one output phase of a strided convolution's adjoint sees along one axis: dX[stride·q + phase] = Σ w[tap]·dY[q + place].</summary>
    /// <param name="Taps">The kernel's taps that reach this phase, by increasing place.</param>
    /// <param name="First">The place of the first of them.</param>
    /// <param name="Step">The distance between their places.</param>
    readonly record struct Phase(int[] Taps, int First, int Step)
    {
        internal int Last => First + ((Taps.Length - 1) * Step);

        /// <summary>The tap at a place; -1 where there is none.</summary>
        internal int At(int place) => (place - First) % Step == 0 && place >= First && place <= Last ? Taps[(place - First) / Step] : -1;
    }

    /// <summary>The most channels for which all phases are one convolution, at the price of taps that are zero.</summary>
    const int FewChannels = 8;

    /// <summary>The adjoint of a convolution in its input, a tensor of shape <paramref name="x"/>: what ONNX calls ConvTranspose.</summary>
    /// <remarks>
    /// The runtime's ConvTranspose scatters on one thread and knows no blocked layout. With weights that are known, the adjoint is
    /// a convolution of stride 1 with the kernel turned round; a stride makes it one such convolution for each phase of the output grid.
    /// </remarks>
    internal static Value ConvAdjoint(Value dY, Value w, Window window, Shape x)
    {
        if (w.Constant is not { Type: ElementType.Float32 } kernel) return ConvTranspose(dY, w, window, x);

        (dY, kernel) = Absorb(dY, kernel);
        var phases = Enumerable.Range(0, window.Rank).Select(axis => Phases(window, axis)).ToArray();
        int[] sizes = [.. Enumerable.Range(0, window.Rank).Select(axis => (x[axis + 2] + window.Strides[axis] - 1) / window.Strides[axis])];
        var grid = Indices(window.Strides).Select(index => index.Select((phase, axis) => phases[axis][phase]).ToArray()).ToArray();
        var parts = grid.Length > 1 && window.Group == 1 && x[1] <= FewChannels && window.Dilations.All(dilation => dilation == 1)
            ? Together(dY, kernel, window, grid, sizes)
            : Concat([.. grid.Select(phase => Separate(dY, kernel, window, phase, sizes, [x[0], x[1], .. sizes]))], axis: 1);
        return Interleave(parts, window.Strides, x);
    }

    /// <summary>The same by ONNX's own operator, for weights that are only known when the graph runs.</summary>
    internal static Value ConvTranspose(Value dY, Value w, Window window, Shape x) => dY.Graph.Emit("ConvTranspose", [dY, w], new()
    {
        ["kernel_shape"] = window.Kernel,
        ["strides"] = window.Strides,
        ["dilations"] = window.Dilations,
        ["pads"] = (int[])[.. window.Before, .. window.After],
        ["output_padding"] = Enumerable.Range(0, window.Rank).Select(axis =>
            x[axis + 2] - (window.Strides[axis] * (dY.Shape[axis + 2] - 1)) - window.Extent(axis) + window.Before[axis] + window.After[axis]).ToArray(),
        ["group"] = window.Group,
    });

    static Phase[] Phases(Window window, int axis)
    {
        var (stride, dilation, before) = (window.Strides[axis], window.Dilations[axis], window.Before[axis]);
        return [.. Enumerable.Range(0, stride).Select(phase =>
        {
            int Place(int tap) => (phase + before - (tap * dilation)) / stride;
            int[] taps = [.. Enumerable.Range(0, window.Kernel[axis]).Reverse().Where(tap => (phase + before - (tap * dilation)) % stride == 0)];
            return new Phase(taps, taps.Length == 0 ? 0 : Place(taps[0]), taps.Length < 2 ? 1 : Place(taps[1]) - Place(taps[0]));
        })];
    }

    /// <summary>One phase by a convolution of its own taps alone.</summary>
    static Value Separate(Value dY, Tensor kernel, Window window, Phase[] phase, int[] sizes, Shape shape)
    {
        if (phase.Any(axis => axis.Taps.Length == 0)) return Zeros(dY, shape);
        int[] counts = [.. phase.Select(axis => axis.Taps.Length)];
        var taps = Indices(counts).Select(index => Offset([.. index.Select((i, axis) => phase[axis].Taps[i])], window.Kernel)).ToArray();
        var w = Turned(kernel, window.Group, [taps], counts);
        return Conv(dY, dY.Graph.Constant(w, "turned"), Unit(counts, [.. phase.Select(axis => axis.Step)], [.. phase.Select(axis => -axis.First)], window.Group), sizes);
    }

    /// <summary>All phases by one convolution over every place that any of them sees.</summary>
    static Value Together(Value dY, Tensor kernel, Window window, Phase[][] grid, int[] sizes)
    {
        var rank = window.Rank;
        int[] first = [.. Enumerable.Range(0, rank).Select(axis => grid.Where(phase => phase[axis].Taps.Length > 0).Min(phase => phase[axis].First))];
        int[] counts = [.. Enumerable.Range(0, rank).Select(axis => grid.Where(phase => phase[axis].Taps.Length > 0).Max(phase => phase[axis].Last) - first[axis] + 1)];
        var taps = grid.Select(phase => Indices(counts).Select(index =>
        {
            int[] tap = [.. index.Select((i, axis) => phase[axis].At(first[axis] + i))];
            return tap.Contains(-1) ? -1 : Offset(tap, window.Kernel);
        }).ToArray());
        return Conv(dY, dY.Graph.Constant(Turned(kernel, 1, [.. taps], counts), "turned"), Unit(counts, [.. counts.Select(_ => 1)], [.. first.Select(place => -place)], 1), sizes);
    }

    static Window Unit(int[] kernel, int[] dilations, int[] before, int group) => new(kernel, [.. kernel.Select(_ => 1)], dilations, before, new int[kernel.Length], group);

    /// <summary>Brings the phases, one after the other along the channels, to their places in a tensor of shape <paramref name="x"/>.</summary>
    static Value Interleave(Value parts, int[] strides, Shape x)
    {
        if (strides.All(stride => stride == 1)) return parts;
        int[] places = [.. parts.Shape.Skip(2)];
        Value whole;
        if (strides.Length == 2 && strides[0] == strides[1])
        {
            whole = parts.Graph.Emit("DepthToSpace", [parts], new() { ["blocksize"] = strides[0], ["mode"] = "DCR" });
        }
        else
        {
            var rank = strides.Length;
            int[] order = [0, rank + 1, .. Enumerable.Range(0, rank).SelectMany(axis => (int[])[rank + 2 + axis, 1 + axis])];
            whole = parts.Reshape([x[0], .. strides, x[1], .. places]).Transpose(order).Reshape([x[0], x[1], .. places.Zip(strides, (size, stride) => size * stride)]);
        }

        int[] axes = [.. Enumerable.Range(2, strides.Length)];
        return whole.Slice(axes, new int[axes.Length], [.. x.Skip(2)]);
    }

    /// <summary>The kernel with its input and output channels exchanged within each group, and for each phase only the given taps; -1 is none.</summary>
    /// <remarks>A network's weights all pass here when it is opened, so this reads along and writes along, on every core.</remarks>
    static Tensor Turned(Tensor kernel, int groups, int[][] phases, int[] sizes)
    {
        const int Together = 16;
        var (filters, channels, count, taps) = (kernel.Shape[0] / groups, kernel.Shape[1], kernel.Shape.Product(2, kernel.Shape.Rank), phases[0].Length);
        var turned = new byte[phases.Length * groups * channels * filters * taps * sizeof(float)];
        var blocks = (channels + Together - 1) / Together;
        Parallel.For(0, phases.Length * groups * blocks, block =>
        {
            var (phase, group, first) = (phases[block / blocks / groups], block / blocks % groups, block % blocks * Together);
            var from = kernel.Values<float>();
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

    /// <summary>Where dY is something times a constant for each channel, as behind a batch normalization, the kernel takes the constant in.</summary>
    static (Value, Tensor) Absorb(Value dY, Tensor kernel)
    {
        if (dY.Producer is not { Operator: "Mul" } product || !product[0].Shape.Equals(dY.Shape) || PerChannel(product[1], dY) is not { } scale) return (dY, kernel);
        var (factors, weights) = (scale.To<float>(), kernel.To<float>());
        var each = weights.Length / factors.Length;
        for (var i = 0; i < weights.Length; i++) weights[i] *= factors[i / each];
        return (product[0], Tensor.Of(kernel.Shape, weights));
    }

    static Value Concat(Value[] parts, int axis) => parts[0].Graph.Emit("Concat", parts, new() { ["axis"] = axis });

    static int Offset(int[] index, int[] sizes) => index.Zip(sizes).Aggregate(0, (offset, axis) => (offset * axis.Second) + axis.First);
}
