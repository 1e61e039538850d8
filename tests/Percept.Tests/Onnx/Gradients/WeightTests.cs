using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

public sealed class WeightTests
{
    [Fact]
    public void A_models_weights_have_gradients_when_they_are_given_as_inputs()
    {
        var model = new TestModel(17).Input("x", 2, 4, 6, 6).Output("y")
            .Weight("w", Noise(6, 2, 3, 3)).Weight("b", Noise(6))
            .Weight("scale", Noise(6)).Weight("offset", Noise(6)).Weight("mean", Noise(6)).Weight("variance", Tensor.Full(ElementType.Float32, [6], 0.7))
            .Weight("slope", Noise(6, 1, 1)).Weight("up", Noise(6, 3, 2, 2)).Weight("gain", Noise(8)).Weight("shift", Noise(8))
            .Weight("table", Noise(5, 8)).Weight("rows", Tensor.Of(4L, 0, 4)).Weight("dense", Noise(8, 7)).Weight("last", Noise(5, 7)).Weight("end", Noise(5)).Weight("flat", Tensor.Of(-1L, 7))
            .Node("Conv", ["x", "w", "b"], ["c"], new() { ["group"] = 2, ["strides"] = (int[])[2, 1], ["pads"] = (int[])[1, 0, 1, 2], ["dilations"] = (int[])[1, 2] })
            .Node("BatchNormalization", ["c", "scale", "offset", "mean", "variance"], ["n"])
            .Node("PRelu", ["n", "slope"], ["p"])
            .Node("ConvTranspose", ["p", "up"], ["t"], new() { ["strides"] = (int[])[2, 2] })
            .Node("LayerNormalization", ["t", "gain", "shift"], ["l"])
            .Node("Gather", ["table", "rows"], ["embedded"])
            .Node("Unsqueeze", ["embedded", "one"], ["rowed"])
            .Node("Mul", ["l", "rowed"], ["m"])
            .Node("MatMul", ["m", "dense"], ["d"])
            .Node("Reshape", ["d", "flat"], ["r"])
            .Node("Gemm", ["r", "last", "end"], ["y"], new() { ["transB"] = 1, ["alpha"] = 0.5f })
            .Weight("one", Tensor.Of(1L)).Read();
        string[] trained = ["w", "b", "scale", "offset", "slope", "up", "gain", "shift", "table", "dense", "last", "end"];
        var start = model.Build();
        var weights = trained.ToDictionary(name => name, name => start.Find(name)!.Constant!);

        var graph = new Graph();
        var inputs = trained.ToDictionary(name => name, name => graph.Input(name, ElementType.Float32, weights[name].Shape));
        inputs["x"] = graph.Input("x", ElementType.Float32, [2, 4, 6, 6]);
        var y = model.Apply(graph, inputs)["y"];

        Assert.Equal(13, graph.Inputs.Count);
        GradientCheck.Check([y], name => name == "x" ? Noise(2, 4, 6, 6).To<float>() : weights[name].To<float>(), 1e-3f, new(1), tolerance: 5e-3);
    }

    static Tensor Noise(params int[] sizes) => Runtime.Noise(sizes.Sum(), sizes);
}
