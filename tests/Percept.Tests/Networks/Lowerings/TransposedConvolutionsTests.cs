using Percept.Networks.Lowerings;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;

namespace Percept.Tests.Networks.Lowerings;

public sealed class TransposedConvolutionsTests
{
    readonly Graph graph = new();

    [Theory]
    [InlineData(1, 3, 1, 1)]
    [InlineData(2, 7, 1, 1)]
    [InlineData(2, 3, 2, 4)]
    [InlineData(3, 2, 1, 12)]
    public void Both_forms_of_the_adjoint_of_a_convolution_agree(int stride, int size, int dilation, int group)
    {
        var random = new Random(1);
        var window = new Window([size, size], [stride, stride], [dilation, dilation], [size / 2, size / 2], [0, size / 2], group);
        Shape x = [2, 12, 17, 16];
        var dY = graph.Input("dY", ElementType.Float32, [2, 24, .. window.OutputSizes(x)]);
        var w = graph.Constant(Tensor.Of([24, 12 / group, size, size], GradientCheck.Normal(random, 24 * 12 / group * size * size)));
        var dX = Ops.ConvAdjoint(dY, w, window, x);

        Assert.Equal("ConvTranspose", dX.Producer!.Operator);
        Assert.DoesNotContain("ConvTranspose", Lowered.Operators(dX));
        Lowered.Agrees(dX, 1e-6);
    }

    [Fact]
    public void A_factor_for_each_channel_moves_into_the_weights()
    {
        var window = new Window([3, 3], [1, 1], [1, 1], [1, 1], [1, 1]);
        var dY = graph.Input("dY", ElementType.Float32, [1, 6, 5, 5]);
        var factor = graph.Constant(Tensor.Of([6, 1, 1], 1, -2, 3, 0.5f, 0, 7));
        var w = graph.Constant(Tensor.Of([6, 4, 3, 3], GradientCheck.Normal(new(2), 6 * 4 * 9)));
        var moved = Ops.ConvAdjoint(dY * factor, w, window, [1, 4, 5, 5]);

        Assert.Equal(["Conv"], Lowered.Operators(moved));
        Lowered.Agrees(moved, 1e-6);
    }

    [Fact]
    public void Layers_with_a_bias_are_let_be()
    {
        var (x, w, b) = (graph.Input("x", ElementType.Float32, [1, 4, 5, 5]), graph.Constant(Tensor.Full(ElementType.Float32, [4, 3, 2, 2], 1)), graph.Constant(Tensor.Full(ElementType.Float32, [3], 1)));

        Assert.Null(TransposedConvolutions.Of(graph.Emit("ConvTranspose", [x, w, b]).Producer!));
    }

    [Fact]
    public void A_pool_whose_last_windows_hang_over_has_a_plain_adjoint()
    {
        var window = new Window([3, 3], [2, 2], [1, 1], [0, 0], [0, 0]) { Ceil = true };
        Shape x = [1, 4, 8, 8];
        var dY = graph.Input("dY", ElementType.Float32, [1, 4, .. window.OutputSizes(x)]);

        Lowered.Agrees(Ops.SumPoolAdjoint(dY, window, x), 1e-6);
    }
}
