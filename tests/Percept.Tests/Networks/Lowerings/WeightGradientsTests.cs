using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class WeightGradientsTests
{
    readonly Graph graph = new();

    [Theory]
    [InlineData(3, 1, 1, 1, 1)]
    [InlineData(1, 2, 0, 1, 1)]
    [InlineData(3, 2, 1, 1, 4)]
    [InlineData(3, 2, 1, 2, 2)]
    [InlineData(2, 3, 0, 1, 1)]
    public void A_gradient_in_weights_is_no_convolution_with_an_image_as_its_window(int size, int stride, int pad, int dilation, int group)
    {
        var x = graph.Input("x", ElementType.Float32, [3, 8, 11, 10]);
        var w = graph.Input("w", ElementType.Float32, [4, 8 / group, size, size]);
        var dW = Gradient(x, w, stride, pad, dilation, group);

        Assert.Contains("Conv", ((Value[])[dW]).NodesBehind().Select(node => node.Operator));
        Assert.DoesNotContain("Conv", Lowered.Operators(dW));
        Lowered.Agrees(dW, 1e-5);
    }

    [Fact]
    public void Images_with_channels_last_need_not_be_turned_twice()
    {
        var image = graph.Input("x", ElementType.Float32, [3, 6, 7, 8]);
        var dW = Gradient(image.LastToSecond(), graph.Input("w", ElementType.Float32, [4, 8, 3, 3]), 1, 1, 1, 1);

        Assert.DoesNotContain("Conv", Lowered.Operators(dW));
        Lowered.Agrees(dW, 1e-5);
    }

    [Fact]
    public void Convolutions_with_weights_of_their_own_are_let_be()
    {
        var (x, w) = (graph.Input("x", ElementType.Float32, [1, 2, 5, 5]), graph.Input("w", ElementType.Float32, [2, 3, 3, 3]));
        var given = graph.Emit("Conv", [x.Transpose(0, 1, 3, 2), w.Swap(0, 1)]);

        Assert.Single(Lowered.Operators(given), each => each.EndsWith("Conv", StringComparison.Ordinal) || each.EndsWith("Convolution", StringComparison.Ordinal));
        Lowered.Agrees(given, 1e-5);
    }

    Value Gradient(Value x, Value w, int stride, int pad, int dilation, int group)
    {
        var y = graph.Emit("Conv", [x, w], new() { ["strides"] = (int[])[stride, stride], ["pads"] = (int[])[pad, pad, pad, pad], ["dilations"] = (int[])[dilation, dilation], ["group"] = group });
        return Percept.Onnx.Gradients.Gradient.Of(y, [w], dY: graph.Input("dY", ElementType.Float32, y.Shape))[0];
    }
}
