using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>Networks of integers are read as the networks of real numbers that they stand for.</summary>
public sealed class QuantizedTests
{
    [Fact]
    public void A_convolution_whose_input_is_quantised_as_it_runs_computes_nearly_what_the_runtime_does()
    {
        var given = new Dictionary<string, Tensor> { ["x"] = Runtime.Noise(1, 1, 2, 6, 6) };
        var (expected, graph) = (Runtime.Run(Dynamic().Bytes, given)["y"].To<float>(), Dynamic().Read().Build());
        var actual = Runtime.Run(graph, [("y", graph.Find("y")!)], given)["y"].To<float>();

        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 0.02f * expected.Max(Math.Abs));
        Assert.DoesNotContain(graph.Nodes, node => node.Operator is "DynamicQuantizeLinear" or "ConvInteger" or "MatMulInteger" or "Cast");
    }

    [Fact]
    public void Its_gradient_is_that_of_the_real_convolution_and_one_image_does_not_depend_on_another()
    {
        var graph = Dynamic(batch: 2).Read().Build();
        var (x, y) = (graph.Find("x")!, graph.Find("y")!);
        var first = Gradient.Of(y.Slice(0, 0, 1), [x])[0];
        var results = Runtime.Run(graph, [("dX", first), ("zero", (first - graph.Constant(Tensor.Of(Shape.Scalar, 0f))).Slice(0, 1, 2))], new Dictionary<string, Tensor> { ["x"] = Runtime.Noise(1, 2, 2, 6, 6) });

        Assert.All(results["zero"].To<float>(), number => Assert.Equal(0, number));
        Assert.Contains(results["dX"].To<float>(), number => number != 0);
    }

    [Fact]
    public void An_input_of_bytes_is_read_as_real_numbers_and_has_a_gradient()
    {
        // As exporters put preprocessing into a graph: turned, made float, centred, divided; and without a Cast, dequantised.
        var test = new TestModel().Input("image", ElementType.UInt8, 1, 6, 6, 2).Weight("axes", Tensor.Of(2)).Weight("mean", Tensor.Of([1, 2, 1, 1], 10f, 20)).Weight("w", Runtime.Noise(1, 3, 2, 3, 3))
            .Weight("low", Tensor.From<int>(ElementType.UInt8, Shape.Scalar, [3])).Weight("scale", Tensor.Of(Shape.Scalar, 0.5f)).Weight("zero", Tensor.From<int>(ElementType.UInt8, Shape.Scalar, [5]))
            .Node("Max", ["image", "low"], ["kept"]).Node("Transpose", ["kept"], ["turned"], new() { ["perm"] = (int[])[0, 3, 1, 2] })
            .Node("Cast", ["turned"], ["real"], new() { ["to"] = 1 }).Node("DequantizeLinear", ["turned", "scale", "zero"], ["halved"])
            .Node("Sub", ["real", "mean"], ["centred"]).Node("Add", ["centred", "halved"], ["sum"]).Node("Conv", ["sum", "w"], ["y"]).Output("y");
        var bytes = Tensor.From<int>(ElementType.UInt8, [1, 6, 6, 2], [.. Enumerable.Range(0, 72).Select(i => i * 37 % 256)]);
        var expected = Runtime.Run(test.Bytes, new Dictionary<string, Tensor> { ["image"] = bytes })["y"].To<float>();

        var graph = new Graph();
        var image = graph.Input("image", ElementType.Float32, [1, 6, 6, 2]);
        var y = test.Read().Apply(graph, new Dictionary<string, Value> { ["image"] = image })["y"];
        var results = Runtime.Run(graph, [("y", y), ("dX", Gradient.Of(y, [image])[0])], new Dictionary<string, Tensor> { ["image"] = Tensor.Of(bytes.Shape, bytes.To<float>()) });

        Assert.Equal(expected, results["y"].To<float>(), (a, b) => Math.Abs(a - b) < 1e-3f);
        Assert.Contains(results["dX"].To<float>(), number => number != 0);
    }

    /// <summary>What onnxruntime.quantization makes of a convolution and a linear map with quantize_dynamic.</summary>
    static TestModel Dynamic(int batch = 1)
    {
        var weights = Tensor.From<int>(ElementType.UInt8, [3, 2, 3, 3], [.. Enumerable.Range(0, 54).Select(i => i * 37 % 256)]);
        return new TestModel(13).Input("x", batch, 2, 6, 6).Weight("w", weights).Weight("w_scale", Tensor.Of(Shape.Scalar, 0.01f)).Weight("w_zero", Tensor.From<int>(ElementType.UInt8, Shape.Scalar, [128]))
            .Weight("b", Runtime.Noise(2, 1, 3, 1, 1)).Weight("m", Tensor.From<int>(ElementType.Int8, [4, 5], [.. Enumerable.Range(0, 20).Select(i => (i * 37 % 256) - 128)])).Weight("m_scale", Tensor.Of([5], 0.01f, 0.02f, 0.03f, 0.01f, 0.02f)).Weight("m_zero", Tensor.From<int>(ElementType.Int8, [5], [0, 0, 0, 0, 0]))
            .Node("DynamicQuantizeLinear", ["x"], ["xq", "xs", "xz"]).Node("ConvInteger", ["xq", "w", "xz", "w_zero"], ["whole"]).Node("Cast", ["whole"], ["cast"], new() { ["to"] = 1 })
            .Node("Mul", ["xs", "w_scale"], ["scale"]).Node("Mul", ["cast", "scale"], ["conv"]).Node("Add", ["conv", "b"], ["biased"]).Node("Relu", ["biased"], ["relu"])
            .Node("DynamicQuantizeLinear", ["relu"], ["rq", "rs", "rz"]).Node("MatMulInteger", ["rq", "m", "rz", "m_zero"], ["product"]).Node("Cast", ["product"], ["real"], new() { ["to"] = 1 })
            .Node("Mul", ["rs", "m_scale"], ["both"]).Node("Mul", ["real", "both"], ["y"]).Output("y");
    }
}
