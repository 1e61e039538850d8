using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

public sealed class WideningTests
{
    [Theory, InlineData(ElementType.Float16), InlineData(ElementType.BFloat16), InlineData(ElementType.Float64)]
    public void A_model_of_another_width_runs_and_has_a_gradient_in_single_precision(ElementType type)
    {
        var graph = Net(type, inputs: type).Read().Build();
        var x = graph.Find("x")!;
        var dX = Gradient.Of(graph.Find("y")!, [x])[0];
        var given = new Dictionary<string, Tensor> { ["x"] = Runtime.Noise(1, 1, 2, 5, 5) };

        var (plain, results) = (Net(ElementType.Float32, ElementType.Float32).Read().Build(), Runtime.Run(graph, [("y", graph.Find("y")!), ("dX", dX)], given));
        var expected = Runtime.Run(plain, [("y", plain.Find("y")!), ("dX", Gradient.Of(plain.Find("y")!, [plain.Find("x")!])[0])], given);

        Assert.Equal(ElementType.Float32, x.Type);
        Assert.DoesNotContain(graph.Nodes, node => node.Operator == "Cast");
        foreach (var name in new[] { "y", "dX" }) Assert.Equal(expected[name].To<float>(), results[name].To<float>(), (a, b) => Math.Abs(a - b) <= 2e-2f);
    }

    [Fact]
    public void A_model_that_is_halved_inside_keeps_its_single_precision_outside()
    {
        var graph = Net(ElementType.Float16, inputs: ElementType.Float32).Read().Build();

        Assert.All(graph.Nodes, node => Assert.Equal(ElementType.Float32, node.Y.Type));
        Assert.Equal(["Conv", "Tanh"], graph.Nodes.Select(node => node.Operator).Order());
    }

    [Fact]
    public void A_few_doubles_of_shape_arithmetic_stay_as_they_are()
    {
        var graph = new TestModel().Input("x", 3).Weight("d", Tensor.From<double>(ElementType.Float64, [1], [2.5])).Output("y")
            .Node("Cast", ["d"], ["c"], new() { ["to"] = 1 }).Node("Mul", ["x", "c"], ["y"]).Read().Build();

        Assert.Equal(ElementType.Float64, graph.Find("d")!.Type);
    }

    /// <summary>A convolution and a Tanh in one type, with casts from and to that of the inputs where it is another.</summary>
    static TestModel Net(ElementType type, ElementType inputs)
    {
        Tensor Weight(int seed, params int[] sizes) => Runtime.Noise(seed, sizes) is var noise && type == ElementType.BFloat16
            ? new(type, noise.Shape, noise.To<float>().SelectMany(number => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(number) >> 16))).ToArray())
            : Tensor.From<float>(type, noise.Shape, noise.To<float>());
        return new TestModel().Input("x", inputs, 1, 2, 5, 5).Weight("w", Weight(3, 4, 2, 3, 3)).Weight("b", Weight(4, 4)).Output("y", inputs)
            .Node("Cast", ["x"], ["narrow"], new() { ["to"] = (int)type })
            .Node("Conv", ["narrow", "w", "b"], ["c"])
            .Node("Tanh", ["c"], ["t"])
            .Node("Cast", ["t"], ["y"], new() { ["to"] = (int)inputs });
    }
}
