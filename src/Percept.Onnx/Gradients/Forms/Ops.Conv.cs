using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    /// <summary>The adjoint of a convolution in its input, a tensor of shape <paramref name="x"/>: what ONNX calls ConvTranspose.</summary>
    internal static Value ConvAdjoint(Value dY, Value w, Window window, Shape x)
    {
        int[] after = [.. Enumerable.Range(0, window.Rank).Select(axis => (window.Strides[axis] * (dY.Shape[axis + 2] - 1)) + window.Extent(axis) - window.Before[axis] - x[axis + 2])];
        return dY.Graph.Emit("ConvTranspose", [dY, w], new()
        {
            ["kernel_shape"] = window.Kernel,
            ["strides"] = window.Strides,
            ["dilations"] = window.Dilations,
            ["pads"] = (int[])[.. window.Before, .. after.Select(width => Math.Max(width, 0))],
            ["output_padding"] = (int[])[.. after.Select(width => Math.Max(-width, 0))],
            ["group"] = window.Group,
        });
    }

    /// <summary>∂⟨dY, conv(x, w)⟩/∂w: x convolved with dY, the batch and the channels having changed places, and so the strides and the dilations.</summary>
    internal static Value ConvWeights(Value x, Value dY, Window window, Shape w)
    {
        var adjoint = window with { Kernel = [.. dY.Shape.Skip(2)], Strides = window.Dilations, Dilations = window.Strides };
        return Exchanged(x, window.Group).Convolve(dY.Swap(0, 1), adjoint, [.. w.Skip(2)]).Swap(0, 1);
    }

    /// <summary>The batch and the channels of a group exchanged.</summary>
    static Value Exchanged(Value x, int groups)
    {
        if (groups == 1) return x.Swap(0, 1);
        var (batch, channels, sizes) = (x.Shape[0], x.Shape[1] / groups, x.Shape.Skip(2).ToArray());
        return x.Reshape([batch, groups, channels, .. sizes]).Swap(0, 2).Reshape([channels, groups * batch, .. sizes]);
    }
}
