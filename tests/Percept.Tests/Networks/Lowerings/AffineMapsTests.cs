using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class AffineMapsTests
{
    readonly Graph graph = new();

    [Fact]
    public void One_less_an_activation_is_a_convolution_of_one_tap()
    {
        var y = 1 - graph.Emit("Sigmoid", [Images(8)]);

        Assert.Equal(["Conv", "Sigmoid", "Conv"], Lowered.Operators(y));
        Lowered.Agrees(y);
    }

    [Fact]
    public void A_slope_for_each_channel_is_a_convolution_of_one_tap()
    {
        var x = Images(4);
        var slope = graph.Constant(Runtime.Noise(1, 4, 1, 1));
        var y = (graph.Emit("Greater", [x, x.Scalar(0)]).Cast(ElementType.Float32) * (1 - slope)) + slope;

        Assert.Equal(["Conv", "HardSigmoid", "Conv"], Lowered.Operators(y));
        Lowered.Agrees(y);
    }

    [Fact]
    public void What_is_rounded_twice_or_lies_elsewhere_is_let_be()
    {
        var (x, odd) = (Images(8), Images(6));
        var tokens = graph.Input("t", ElementType.Float32, [1, 8, 5, 5]);

        Assert.DoesNotContain("Conv", Lowered.Operators((x * 0.3) + 0.7).Skip(1));
        Assert.Equal(["Conv", "Sub"], Lowered.Operators(1 - odd));
        Assert.Equal(["Sub"], Lowered.Operators(1 - tokens));
        Assert.Equal(["Conv", "Sub"], Lowered.Operators(graph.Constant(Runtime.Noise(2, 5, 5)) - x));
    }

    Value Images(int channels) => graph.Emit("Conv", [graph.Find("x") ?? graph.Input("x", ElementType.Float32, [2, 3, 5, 5]), graph.Constant(Runtime.Noise(channels, channels, 3, 1, 1))]);
}
