using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Operators;

public sealed class QuantizationTests
{
    readonly Graph graph = new();

    [Fact]
    public void Quantised_numbers_pass_the_gradient_on_inside_their_range_alone()
    {
        var x = graph.Input("x", ElementType.Float32, [6]);
        var y = Paired(x, 0.1, 128);
        using var session = new Session([("y", y), ("dX", Gradient.Of(y * y, [x])[0])]);

        // 0 to 255 stand for -12.8 to 12.7.
        ((float[])[-13, -12.8f, -0.33f, 0.26f, 12.7f, 12.9f]).CopyTo(session.Input("x"));
        session.Run();

        Assert.Equal([-12.8f, -12.8f, -0.3f, 0.3f, 12.7f, 12.7f], session.Output("y").ToArray(), Close);
        Assert.Equal([0, -25.6f, -0.6f, 0.6f, 25.4f, 0], session.Output("dX").ToArray(), Close);
    }

    [Fact]
    public void Each_channel_may_have_a_scale_of_its_own()
    {
        var x = graph.Input("x", ElementType.Float32, [1, 2, 2]);
        var scale = graph.Constant(Tensor.Of([2], 0.1f, 0.01f));
        var zero = graph.Constant(Tensor.From<int>(ElementType.Int8, [2], [0, 10]));
        var y = graph.Emit("DequantizeLinear", [graph.Emit("QuantizeLinear", [x, scale, zero]), scale, zero]);
        using var session = new Session([("dX", Gradient.Of(y, [x])[0])]);

        ((float[])[5, 13, 1, 1.2f]).CopyTo(session.Input("x"));
        session.Run();

        Assert.Equal([1, 0, 1, 0], session.Output("dX").ToArray(), Close);
    }

    [Fact]
    public void Quantised_weights_are_read_as_the_numbers_they_stand_for()
    {
        var w = graph.Constant(Tensor.From<int>(ElementType.Int8, [2, 2], [10, -20, 30, -128]));
        var scale = graph.Constant(Tensor.Of([2], 0.5f, 2f));

        var real = graph.Emit("DequantizeLinear", [w, scale, null], new() { ["axis"] = 0 });

        Assert.Equal([5, -10, 60, -256], real.Constant!.To<float>());
    }

    [Fact]
    public void A_gradient_goes_through_what_only_moves_quantised_numbers()
    {
        var x = graph.Input("x", ElementType.Float32, [2, 3]);
        var (scale, zero) = (x.Scalar(0.1), graph.Constant(Tensor.From<int>(ElementType.UInt8, Shape.Scalar, [128])));
        var moved = graph.Emit("QuantizeLinear", [x, scale, zero]).Transpose(1, 0).Reshape([6]);
        var y = graph.Emit("DequantizeLinear", [moved, scale, zero]) * graph.Constant(Tensor.Of([6], 1f, 2, 3, 4, 5, 6));
        using var session = new Session([("dX", Gradient.Of(y, [x])[0])]);

        session.Input("x").Clear();
        session.Run();

        Assert.Equal([1, 3, 5, 2, 4, 6], session.Output("dX").ToArray(), Close);
    }

    [Fact]
    public void Integers_that_are_computed_with_are_an_error_and_not_zeros()
    {
        var x = graph.Input("x", ElementType.Float32, [2, 3]);
        var (scale, zero) = (x.Scalar(0.1), graph.Constant(Tensor.From<int>(ElementType.UInt8, Shape.Scalar, [128])));
        var q = graph.Emit("QuantizeLinear", [x, scale, zero]);
        graph.EmitAll("com.microsoft::QLinearReduceMean", [q, scale, zero, scale, zero], outputNames: ["mean"]);

        Assert.Contains("No gradient rule", Assert.Throws<GraphException>(() => Gradient.Of(graph.Emit("DequantizeLinear", [graph.Find("mean")!, scale, zero]), [x])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quantised_convolution_has_the_gradient_of_the_one_it_stands_for()
    {
        var whole = Tensor.From<int>(ElementType.Int8, [4, 2, 3, 3], [.. Enumerable.Range(0, 72).Select(i => (i * 37 % 255) - 127)]);
        var scales = graph.Constant(Tensor.Of([4], 0.01f, 0.02f, 0.005f, 0.03f));
        var x = graph.Input("x", ElementType.Float32, [1, 2, 6, 6]);
        var w = graph.Emit("DequantizeLinear", [graph.Constant(whole), scales, null], new() { ["axis"] = 0 });
        var quantised = Paired(graph.Emit("Conv", [Paired(x, 0.02, 128), w]), 0.8, 128);
        var real = graph.Emit("Conv", [x, graph.Constant(w.Constant!)]);
        using var session = new Session([("quantised", Gradient.Of(quantised, [x])[0]), ("real", Gradient.Of(real, [x])[0]), ("y", quantised), ("near", real)]);

        for (var i = 0; i < 72; i++) session.Input("x")[i] = MathF.Sin(i);
        session.Run();

        Assert.Equal(session.Output("near").ToArray(), session.Output("y").ToArray(), (a, b) => Math.Abs(a - b) < 1.2f);
        Assert.Equal(session.Output("real").ToArray(), session.Output("quantised").ToArray(), Close);
    }

    Value Paired(Value x, double scale, int zero)
    {
        var offset = graph.Constant(Tensor.From<int>(ElementType.UInt8, Shape.Scalar, [zero]));
        return graph.Emit("DequantizeLinear", [graph.Emit("QuantizeLinear", [x, x.Scalar(scale), offset]), x.Scalar(scale), offset]);
    }

    static bool Close(float expected, float actual) => Math.Abs(expected - actual) <= 1e-4f * Math.Max(1, Math.Abs(expected));
}
