using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>A convolution's gradient in its weights, which is a convolution of x with dY, each with batch and channels exchanged: by our kernel, or for each tap as a product of what the tap saw with dY.</summary>
/// <remarks>As a convolution with a window as large as an image it is many products of a few numbers each.</remarks>
static class WeightGradients
{
    internal static IReadOnlyList<Value>? Of(Node node)
    {
        if (node is not { Operator: "Conv", X.Type: ElementType.Float32 } || node.Inputs.Count > 2 || !IsExchanged(node[1]) || node[1].Constant is not null) return null;
        var (exchanged, groups) = (Uncropped(node.X), node.Int("group", or: 1));
        if (!IsExchanged(groups == 1 ? exchanged : exchanged.Producer is { Operator: "Reshape" } reshape ? reshape.X : exchanged)) return null;

        var (adjoint, dY) = (node.Window(), node[1].Swap(0, 1));
        var x = Exchanged(exchanged, groups);
        Shape w = [node.Y.Shape[1], node.Y.Shape[0], .. node.Y.Shape.Skip(2)];
        var window = new Window([.. w.Skip(2)], adjoint.Dilations, adjoint.Strides, adjoint.Before, adjoint.After, groups);
        return [(x.Shape.Rank == 4 && ConvolutionSizes.OfTrained(window, x.Shape, w, dY.Shape, w) is { } attributes
            ? node.Graph.Emit(OwnOperators.Name(ConvolutionWeightGradient.Definition.Name), [x, dY], attributes)
            : ByTaps(x, dY, window, w)).Swap(0, 1)];
    }

    /// <summary>Whether a value is a transposed one, and its second axis was a batch.</summary>
    static bool IsExchanged(Value value) => value.Producer is { Operator: "Transpose" } transpose && transpose.Attributes.Ints("perm") is [_, 0, ..] or [_, _, 0, ..];

    /// <summary>What was cropped at its ends, which no window reaches.</summary>
    static Value Uncropped(Value x) => x.Producer is { Operator: "Slice" } slice && slice.Optional(4) is null && slice[1].Constant is { } starts && starts.To<long>().All(start => start == 0) ? slice.X : x;

    /// <summary>The batch and the channels of a group exchanged back.</summary>
    static Value Exchanged(Value x, int groups)
    {
        if (groups == 1) return x.Swap(0, 1);
        var (channels, batch, sizes) = (x.Shape[0], x.Shape[1] / groups, x.Shape.Skip(2).ToArray());
        return x.Reshape([channels, groups, batch, .. sizes]).Swap(0, 2).Reshape([batch, groups * channels, .. sizes]);
    }

    static Value ByTaps(Value x, Value dY, Window window, Shape w)
    {
        var (batch, groups, places) = (dY.Shape[0], window.Group, dY.Shape.Product(2, dY.Shape.Rank));
        int[] axes = [.. Enumerable.Range(2, window.Rank)];
        var padded = x.Pad([0, 0, .. window.Before], [0, 0, .. axes.Select(axis => Math.Max(0, ((dY.Shape[axis] - 1) * window.Strides[axis - 2]) + window.Extent(axis - 2) - window.Before[axis - 2] - x.Shape[axis]))]);
        var grouped = dY.Reshape([batch, groups, w[0] / groups, places]);

        var taps = window.Taps().Select(tap =>
        {
            int[] starts = [.. tap.Select((k, axis) => k * window.Dilations[axis])];
            int[] ends = [.. starts.Select((start, axis) => start + ((dY.Shape[axis + 2] - 1) * window.Strides[axis]) + 1)];
            var seen = padded.Slice(axes, starts, ends, window.Strides).Reshape([batch, groups, w[1], places]);
            var product = w[1] == 1 ? (grouped * seen).Sum([0, 3], keepDims: false) : grouped.MatMul(seen.Transposed()).Sum([0], keepDims: false);
            return product.Reshape([w[0], w[1], 1]);
        });
        return x.Graph.Emit("Concat", [.. taps], new() { ["axis"] = 2 }).Reshape(w);
    }
}
