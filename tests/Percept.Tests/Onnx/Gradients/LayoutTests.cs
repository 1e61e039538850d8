using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>Networks as TensorFlow exports them: channels last, with a transposition on each side of what knows channels second alone.</summary>
public sealed class LayoutTests
{
    [Theory, InlineData(2, 8, 6), InlineData(1, 11, 9)]
    public void A_network_with_channels_last_has_a_gradient_at_any_size(int batch, int height, int width)
    {
        int[] toSecond = [0, 3, 1, 2], toLast = [0, 2, 3, 1];
        var graph = new TestModel(13).Input("x", -1, -1, -1, 3).Output("y")
            .Weight("w", Noise(8, 3, 3, 3)).Weight("b", Noise(1, 1, 1, 8)).Weight("axes", Tensor.Of(1L, 2)).Weight("dense", Noise(8, 4))
            .Weight("pads", Tensor.Of(0L, 0, 0, 0, 0, 1, 1, 0)).Weight("deep", Noise(8, 1, 3, 3))
            .Node("Pad", ["x", "pads"], ["padded"])
            .Node("Transpose", ["padded"], ["x1"], new() { ["perm"] = toSecond })
            .Node("Conv", ["x1", "w"], ["c1"], new() { ["strides"] = (int[])[2, 2] })
            .Node("Transpose", ["c1"], ["c2"], new() { ["perm"] = toLast })
            .Node("Add", ["c2", "b"], ["c3"])
            .Node("Tanh", ["c3"], ["c4"])
            .Node("Transpose", ["c4"], ["d1"], new() { ["perm"] = toSecond })
            .Node("Conv", ["d1", "deep"], ["d2"], new() { ["group"] = 8, ["auto_pad"] = "SAME_UPPER" })
            .Node("Transpose", ["d2"], ["d3"], new() { ["perm"] = toLast })
            .Node("Mul", ["d3", "c4"], ["d4"])
            .Node("ReduceMean", ["d4"], ["m"], new() { ["axes"] = (int[])[1, 2], ["keepdims"] = 0 })
            .Node("MatMul", ["m", "dense"], ["y"])
            .Read().Build(new Dictionary<string, Shape> { ["x"] = [batch, height, width, 3] });

        GradientCheck.Check([graph.Find("y")!], _ => Noise(batch, height, width, 3).To<float>(), 1e-2f, new(1));
    }

    static Tensor Noise(params int[] sizes) => Runtime.Noise(sizes.Sum(), sizes);
}
