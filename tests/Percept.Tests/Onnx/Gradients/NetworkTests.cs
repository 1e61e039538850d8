using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

public sealed class NetworkTests
{
    [Fact]
    public void Gradient_of_a_whole_network_agrees_with_differences()
    {
        var (graph, random) = (new Graph(), new Random(3));
        Value Weights(params int[] shape) => graph.Constant(Tensor.Of(Shape.Of(shape), Array.ConvertAll(GradientCheck.Normal(random, (int)Shape.Of(shape).Elements), value => value * MathF.Sqrt(2f / shape[1..].Aggregate(1, (product, size) => product * size)))));
        Value Vector(int size, float near) => graph.Constant(Tensor.Of([size], Array.ConvertAll(GradientCheck.Normal(random, size), value => near + (0.1f * value))));
        Value Conv(Value x, int filters, int size, int stride, int group = 1) => graph.Emit("Conv", [x, Weights(filters, x.Shape[1] / group, size, size), Vector(filters, 0)], new()
        {
            ["strides"] = (int[])[stride, stride],
            ["pads"] = (int[])[size / 2, size / 2, size / 2, size / 2],
            ["group"] = group,
        });
        Value Normalized(Value x) => graph.Emit("BatchNormalization", [x, Vector(x.Shape[1], 1), Vector(x.Shape[1], 0), Vector(x.Shape[1], 0), Vector(x.Shape[1], 1)]);
        Value Elu(Value x) => graph.Emit("Elu", [x]);

        var image = graph.Input("image", ElementType.Float32, [2, 3, 23, 22]);
        var stem = graph.Emit("MaxPool", [Elu(Normalized(Conv(image, 16, 7, 2)))], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[2, 2], ["pads"] = (int[])[1, 1, 1, 1] });
        var block = Elu(Normalized(Conv(Elu(Conv(stem, 16, 3, 1, group: 16)), 32, 3, 2)) + Conv(stem, 32, 1, 2));
        var pooled = graph.Emit("Flatten", [graph.Emit("GlobalAveragePool", [block])]);
        var y = graph.Emit("Gemm", [pooled, Weights(5, 32), Vector(5, 0)], new() { ["transB"] = 1 });

        GradientCheck.Check([y], name => GradientCheck.Normal(random, (int)image.Shape.Elements), 1e-3f, random, tolerance: 5e-3);
    }
}
