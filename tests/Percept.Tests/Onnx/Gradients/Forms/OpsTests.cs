using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients.Forms;

public sealed class OpsTests
{
    readonly Graph graph = new();

    [Theory, InlineData(0), InlineData(1), InlineData(6), InlineData(-1), InlineData(0.3), InlineData(-2.7), InlineData(255)]
    public void Masks_are_exact_beside_a_bound(double bound)
    {
        var at = (float)bound;
        float[] low = [-1e30f, at - 1, MathF.BitDecrement(at), at], high = [at, MathF.BitIncrement(at), at + 1, 1e30f];
        // Subnormal numbers may count as 0: sessions flush them.
        if (at == 0) (low[2], high[1]) = (-1.2e-38f, 1.2e-38f);
        var (x, y) = (graph.Input("x", ElementType.Float32, [4]), graph.Input("y", ElementType.Float32, [4]));
        using var session = new Session([("below", Ops.Below(x, at)), ("above", Ops.Above(y, at))]);

        low.CopyTo(session.Input("x"));
        high.CopyTo(session.Input("y"));
        session.Run();

        Assert.Equal([1, 1, 1, 0], session.Output("below").ToArray());
        Assert.Equal([0, 1, 1, 1], session.Output("above").ToArray());
    }

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
        using var session = new Session([("fast", Ops.ConvAdjoint(dY, w, window, x)), ("plain", Ops.ConvTranspose(dY, w, window, x))]);

        GradientCheck.Normal(random, (int)dY.Shape.Elements).CopyTo(session.Input("dY"));
        session.Run();

        Assert.Equal(session.Output("plain").ToArray(), session.Output("fast").ToArray(), (a, b) => Math.Abs(a - b) < 1e-4f);
    }

    [Fact]
    public void A_factor_for_each_channel_moves_into_the_weights()
    {
        var random = new Random(2);
        var window = new Window([3, 3], [1, 1], [1, 1], [1, 1], [1, 1]);
        var dY = graph.Input("dY", ElementType.Float32, [1, 6, 5, 5]);
        var factor = graph.Constant(Tensor.Of([6, 1, 1], 1, -2, 3, 0.5f, 0, 7));
        var w = graph.Constant(Tensor.Of([6, 4, 3, 3], GradientCheck.Normal(random, 6 * 4 * 9)));
        var moved = Ops.ConvAdjoint(dY * factor, w, window, [1, 4, 5, 5]);
        using var session = new Session([("moved", moved), ("plain", Ops.ConvTranspose(dY * factor, w, window, [1, 4, 5, 5]))]);

        GradientCheck.Normal(random, (int)dY.Shape.Elements).CopyTo(session.Input("dY"));
        session.Run();

        Assert.Same(dY, moved.Producer!.X);
        Assert.Equal(session.Output("plain").ToArray(), session.Output("moved").ToArray(), (a, b) => Math.Abs(a - b) < 1e-4f);
    }

    [Fact]
    public void Strided_branches_are_added_before_their_phases_are_brought_together()
    {
        var random = new Random(5);
        Value Conv(Value x, int size) => graph.Emit("Conv", [x, graph.Constant(Tensor.Of([8, 12, size, size], GradientCheck.Normal(random, 96 * size * size)))], new()
        {
            ["strides"] = (int[])[2, 2],
            ["pads"] = (int[])[size / 2, size / 2, size / 2, size / 2],
        });
        var x = graph.Input("x", ElementType.Float32, [1, 12, 7, 9]);
        Value y = Conv(x, 3) + Conv(x, 1);
        GradientCheck.Check([y], _ => GradientCheck.Normal(random, (int)x.Shape.Elements), 1, random);

        var dX = Gradient.Of(y, [x])[0];

        Assert.Equal("Slice", dX.Producer!.Operator);
        Assert.Equal("DepthToSpace", dX.Producer.X.Producer!.Operator);
        Assert.Equal(["Add", "Conv", "Conv", "Conv"], dX.Producer.X.Producer.X.Producer!.Inputs.Select(phase => phase!.Producer!.Operator));
    }

    [Fact]
    public void Both_forms_of_the_adjoint_of_a_maximum_over_tiles_agree()
    {
        var x = graph.Input("x", ElementType.Float32, [2, 8, 12, 9]);
        var y = graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[2, 3], ["strides"] = (int[])[2, 3] });
        var dY = graph.Input("dY", ElementType.Float32, y.Shape);
        using var session = new Session([("tiles", Ops.MaxTilesAdjoint(x, y, dY, [2, 3])), ("any", Ops.MaxPoolAdjoint(y.Producer!, dY))]);

        GradientCheck.Normal(new(1), (int)x.Shape.Elements).CopyTo(session.Input("x"));
        GradientCheck.Normal(new(2), (int)dY.Shape.Elements).CopyTo(session.Input("dY"));
        session.Run();

        Assert.Equal(session.Output("any").ToArray(), session.Output("tiles").ToArray());
    }
}
