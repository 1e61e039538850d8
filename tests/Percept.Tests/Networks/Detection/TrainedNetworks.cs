using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Detection;

/// <summary>Small networks that have met images under a known convention: their batch normalisations keep the statistics of it.</summary>
static class TrainedNetworks
{
    const int Size = 32, Units = 16;

    /// <summary>Writes pictures with the spectrum of photographs, reddish above all as those are.</summary>
    public static ImageFolder Photographs(TemporaryFolder folder, string name = "photographs", int seed = 1, int count = 16)
    {
        for (var i = 0; i < count; i++) Photograph(seed * 1000 + i).Write(folder[$"{name}/{i:00}.png"]);
        return new(folder[name]);
    }

    /// <summary>The network with statistics of these images under that preprocessing; without where none is given, as exporters fold them away.</summary>
    /// <param name="images">What it was trained on.</param>
    /// <param name="trained">How it saw them.</param>
    /// <param name="before">What it does to its input itself.</param>
    public static TestModel Model(IReadOnlyList<ImageFile> images, Preprocessing? trained, Func<TestModel, string>? before = null)
    {
        var model = new TestModel();
        if (trained?.Layout == Layout.Nhwc) model.Input("image", 1, Size, Size, 3).Node("Transpose", ["image"], ["planes"], new() { ["perm"] = new[] { 0, 3, 1, 2 } });
        else model.Input("image", 1, 3, Size, Size);
        var input = before?.Invoke(model) ?? (trained?.Layout == Layout.Nhwc ? "planes" : "image");
        model.Weight("w1", Runtime.Noise(11, Units, 3, 3, 3)).Weight("b1", Tensor.Of([Units], new float[Units]))
            .Node("Conv", [input, "w1", "b1"], ["conv"], new() { ["strides"] = new[] { 2, 2 }, ["pads"] = new[] { 1, 1, 1, 1 } });
        if (trained is not null)
        {
            var (mean, variance) = Statistics(model, images, trained);
            model.Weight("scale", Tensor.Full(ElementType.Float32, [Units], 1)).Weight("shift", Tensor.Full(ElementType.Float32, [Units], 0))
                .Weight("mean", Tensor.Of([Units], mean)).Weight("variance", Tensor.Of([Units], variance))
                .Node("BatchNormalization", ["conv", "scale", "shift", "mean", "variance"], ["normal"]);
        }

        return model.Node("Relu", [trained is null ? "conv" : "normal"], ["relu"])
            .Weight("w2", Runtime.Noise(12, Units, 4)).Node("GlobalAveragePool", ["relu"], ["pooled"]).Node("Flatten", ["pooled"], ["flat"])
            .Node("MatMul", ["flat", "w2"], ["output"]).Output("output");
    }

    public static Network Load(TemporaryFolder folder, TestModel model, PreprocessingOptions? given = null) => Network.Load(folder.Write("model.onnx", model.Bytes), given);

    public static Preprocessing Seen(double low, double high, double[]? mean = null, double[]? deviation = null, ChannelOrder order = ChannelOrder.Rgb, Layout layout = Layout.Nchw) =>
        new(low, high, mean ?? [], deviation ?? [], order, layout, Size, Size);

    static (float[] Mean, float[] Variance) Statistics(TestModel model, IReadOnlyList<ImageFile> images, Preprocessing seen)
    {
        var graph = new Graph();
        var image = graph.Input("image", ElementType.Float32, [1, 3, Size, Size]);
        var conv = model.Output("conv").Read().Apply(graph, new Dictionary<string, Value> { ["image"] = seen.Apply(image) })["conv"];
        model.Proto.Graph.Output.Clear();
        using var session = new Session([("conv", conv)]);
        var (area, sums, squares) = (conv.Shape[2] * conv.Shape[3], new double[Units], new double[Units]);
        foreach (var file in images)
        {
            Picture.ReadFitted(file.Path, Size, Size).ToColor().CopyPlanesTo(session.Input("image"));
            session.Run();
            for (var i = 0; i < Units * area; i++)
            {
                sums[i / area] += session.Output("conv")[i];
                squares[i / area] += Math.Pow(session.Output("conv")[i], 2);
            }
        }

        var count = (double)area * images.Count;
        return ([.. sums.Select(sum => (float)(sum / count))], [.. sums.Zip(squares, (sum, square) => (float)((square / count) - Math.Pow(sum / count, 2)))]);
    }

    static Picture Photograph(int seed)
    {
        var random = new Random(seed);
        var blobs = Enumerable.Range(0, 14).Select(_ => (Y: random.NextDouble() * Size, X: random.NextDouble() * Size, Radius: 2 + (random.NextDouble() * 12), Light: random.NextDouble() - 0.4, Red: random.NextDouble() * 0.35)).ToArray();
        var (sky, planes) = (0.2 + (0.5 * random.NextDouble()), new float[3 * Size * Size]);
        for (var i = 0; i < planes.Length; i++)
        {
            var (color, y, x) = (i / (Size * Size), i / Size % Size, i % Size);
            planes[i] = (float)(sky - (0.05 * color) + blobs.Sum(blob => (blob.Light + (blob.Red * (1 - color))) * Math.Exp(-(Math.Pow(y - blob.Y, 2) + Math.Pow(x - blob.X, 2)) / Math.Pow(blob.Radius, 2))));
        }

        return Picture.FromPlanes(planes, 3, Size, Size);
    }
}
