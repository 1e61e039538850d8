using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Cli;

/// <summary>A network of two convolutions and a classifier, small enough that everything about it takes moments.</summary>
static class TinyNetwork
{
    public const string Odd = "<img src=x>: späte/../Schicht";

    /// <summary>Its model: image of 32 x 32, layers conv1 (6 units), conv2 (8 units) and output (5 units).</summary>
    /// <param name="second">The name of the second layer's tensor.</param>
    /// <param name="activation">What follows each convolution.</param>
    /// <param name="channels">How many channels the image has.</param>
    public static TestModel Model(string second = "conv2", string activation = "Relu", int channels = 3) => new TestModel()
        .Input("image", -1, channels, -1, -1)
        .Weight("w1", Runtime.Noise(1, 6, channels, 3, 3)).Weight("b1", Runtime.Noise(2, 6))
        .Weight("w2", Runtime.Noise(3, 8, 6, 3, 3)).Weight("b2", Runtime.Noise(4, 8))
        .Weight("w3", Runtime.Noise(5, 8, 5)).Weight("b3", Runtime.Noise(6, 5))
        .Node("Conv", ["image", "w1", "b1"], ["c1"], new() { ["strides"] = new[] { 2, 2 }, ["pads"] = new[] { 1, 1, 1, 1 } })
        .Node(activation, ["c1"], ["conv1"])
        .Node("Conv", ["conv1", "w2", "b2"], ["c2"], new() { ["strides"] = new[] { 2, 2 }, ["pads"] = new[] { 1, 1, 1, 1 } })
        .Node(activation, ["c2"], [second])
        .Node("GlobalAveragePool", [second], ["pooled"])
        .Node("Flatten", ["pooled"], ["flat"])
        .Node("Gemm", ["flat", "w3", "b3"], ["output"])
        .Output("output");

    /// <summary>Writes the model to a folder.</summary>
    public static string Write(Imaging.TemporaryFolder folder, string name = "tiny.onnx", TestModel? model = null) => folder.Write(name, (model ?? Model()).Bytes);

    /// <summary>Writes drawn scenes to a folder.</summary>
    public static string Images(Imaging.TemporaryFolder folder, int count = 12)
    {
        for (var i = 0; i < count; i++) folder.Write($"images/scene {i:00}.png", Atlases.Drawing.Scene(i, 32));
        return folder["images"];
    }
}
