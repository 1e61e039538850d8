using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>Transposed convolutions, the adjoints of convolutions in their input: with weights that are known, as convolutions with the kernel turned round, one for each phase of the strides; else by our kernel.</summary>
/// <remarks>The runtime's ConvTranspose scatters on one thread and knows no blocked layout.</remarks>
static class TransposedConvolutions
{
    /// <summary>The most channels for which all phases are one convolution, at the price of taps that are zero.</summary>
    const int FewChannels = 8;

    internal static IReadOnlyList<Value>? Of(Node node)
    {
        if (node is not { Operator: "ConvTranspose", X.Type: ElementType.Float32 } || node.Inputs.Count > 2) return null;
        var window = node.TransposedWindow();
        return node[1].Constant is { } weights ? [ByPhases(node.X, weights, window, node.Y.Shape)]
            : node.X.Shape.Rank == 4 && ConvolutionSizes.OfTrained(window, node.Y.Shape, node[1].Shape, node.X.Shape, node.Y.Shape) is { } attributes
                ? [node.Graph.Emit(OwnOperators.Name(ConvolutionInputGradient.Definition.Name), [node.X, node[1]], attributes)] : null;
    }

    static Value ByPhases(Value dY, Tensor weights, Window window, Shape x)
    {
        (dY, weights) = Absorb(dY, weights);
        var phases = Enumerable.Range(0, window.Rank).Select(axis => Phases.Of(window, axis)).ToArray();
        int[] sizes = [.. Enumerable.Range(0, window.Rank).Select(axis => (x[axis + 2] + window.Strides[axis] - 1) / window.Strides[axis])];
        var grid = Shape.Indices(window.Strides).Select(index => index.Select((phase, axis) => phases[axis][phase]).ToArray()).ToArray();
        var parts = grid.Length > 1 && window.Group == 1 && x[1] <= FewChannels && window.Dilations.All(dilation => dilation == 1)
            ? Together(dY, weights, window, grid, sizes)
            : dY.Graph.Emit("Concat", [.. grid.Select(phase => Separate(dY, weights, window, phase, sizes, [x[0], x[1], .. sizes]))], new() { ["axis"] = 1 });
        return Interleaved(parts, window.Strides, x);
    }

    /// <summary>One phase by a convolution of its own taps alone.</summary>
    static Value Separate(Value dY, Tensor weights, Window window, Phase[] phase, int[] sizes, Shape shape)
    {
        if (phase.Any(axis => axis.Taps.Length == 0)) return dY.Scalar(0).Expand(shape);
        int[] counts = [.. phase.Select(axis => axis.Taps.Length)];
        var taps = Shape.Indices(counts).Select(index => Phases.Offset([.. index.Select((i, axis) => phase[axis].Taps[i])], window.Kernel)).ToArray();
        var w = TurnedWeights.Of(weights, window.Group, [taps], counts);
        return dY.Convolve(dY.Graph.Constant(w, "turned"), Unit(counts, [.. phase.Select(axis => axis.Step)], [.. phase.Select(axis => -axis.First)], window.Group), sizes);
    }

    /// <summary>All phases by one convolution over every place that any of them sees.</summary>
    static Value Together(Value dY, Tensor weights, Window window, Phase[][] grid, int[] sizes)
    {
        var rank = window.Rank;
        int[] first = [.. Enumerable.Range(0, rank).Select(axis => grid.Where(phase => phase[axis].Taps.Length > 0).Min(phase => phase[axis].First))];
        int[] counts = [.. Enumerable.Range(0, rank).Select(axis => grid.Where(phase => phase[axis].Taps.Length > 0).Max(phase => phase[axis].Last) - first[axis] + 1)];
        var taps = grid.Select(phase => Shape.Indices(counts).Select(index =>
        {
            int[] tap = [.. index.Select((i, axis) => phase[axis].At(first[axis] + i))];
            return tap.Contains(-1) ? -1 : Phases.Offset(tap, window.Kernel);
        }).ToArray());
        return dY.Convolve(dY.Graph.Constant(TurnedWeights.Of(weights, 1, [.. taps], counts), "turned"), Unit(counts, [.. counts.Select(_ => 1)], [.. first.Select(place => -place)], 1), sizes);
    }

    static Window Unit(int[] kernel, int[] dilations, int[] before, int group) => new(kernel, [.. kernel.Select(_ => 1)], dilations, before, new int[kernel.Length], group);

    /// <summary>Brings the phases, one after the other along the channels, to their places in a tensor of shape <paramref name="x"/>.</summary>
    static Value Interleaved(Value parts, int[] strides, Shape x)
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

        return whole.Slice([.. Enumerable.Range(2, strides.Length)], new int[strides.Length], [.. x.Skip(2)]);
    }

    /// <summary>Where dY is something times a constant for each channel, as behind a batch normalization, the weights take the constant in.</summary>
    static (Value, Tensor) Absorb(Value dY, Tensor weights)
    {
        if (dY.Producer is not { Operator: "Mul" } product || !product[0].Shape.Equals(dY.Shape) || BlockedLayout.PerChannel(product[1], dY) is not { } scale) return (dY, weights);
        var (factors, scaled) = (scale.To<float>(), weights.To<float>());
        var each = scaled.Length / factors.Length;
        for (var i = 0; i < scaled.Length; i++) scaled[i] *= factors[i / each];
        return (product[0], Tensor.Of(weights.Shape, scaled));
    }
}
