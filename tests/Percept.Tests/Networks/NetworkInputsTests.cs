using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks;

/// <summary>The forms in which networks take an image, and what they take beside it.</summary>
public sealed class NetworkInputsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("percept").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The input's sizes and type, what makes 1 x channels x 16 x 12 of it, the channels, and the order that is found.</summary>
    public static TheoryData<int[], ElementType, string, int, Layout> Forms => new()
    {
        { [3, 16, 12], ElementType.Float32, "unsqueeze", 3, Layout.Chw },
        { [5, 16, 12], ElementType.Float32, "unsqueeze", 5, Layout.Chw },
        { [16, 12, 3], ElementType.UInt8, "unsqueeze last", 3, Layout.Hwc },
        { [1, 16, 12, 3], ElementType.UInt8, "last", 3, Layout.Nhwc },
        { [1, 3, 16, 12], ElementType.UInt8, "", 3, Layout.Nchw },
        { [-1, 16, 12], ElementType.Float32, "unsqueeze second", 1, Layout.Nhw },
        { [16, 12], ElementType.Float32, "unsqueeze both", 1, Layout.Hw },
    };

    [Theory, MemberData(nameof(Forms))]
    public void An_image_is_given_in_the_form_that_the_file_has(int[] sizes, ElementType type, string form, int channels, Layout layout)
    {
        var test = Net(sizes, type, form, channels);
        var network = Load(test);
        Assert.Equal((layout, channels, 16, 12), (network.Preprocessing.Layout, network.Preprocessing.ImageChannels, network.Preprocessing.Height, network.Preprocessing.Width));
        Assert.Equal([3], network.Layers.Select(layer => layer.Channels));

        // Two images at once give what the runtime gives each alone.
        var pixels = Runtime.Noise(5, 2, channels, 16, 12).To<float>().Select(number => (float)Math.Round((number + 1) * 127.5) / 255).ToArray();
        var applied = network.Apply(2);
        using var session = new Session([("y", applied[network.Layers[0]])]);
        pixels.CopyTo(session.Input("image"));
        session.Run();
        var both = session.Output("y").ToArray();
        for (var i = 0; i < 2; i++)
        {
            var expected = Runtime.Run(test.Bytes, new Dictionary<string, Tensor> { ["x"] = AsGiven(pixels.AsSpan(i * pixels.Length / 2, pixels.Length / 2).ToArray(), network, sizes, type) })["y"].To<float>();
            Assert.Equal(expected, both[(i * both.Length / 2)..((i + 1) * both.Length / 2)], (a, b) => Math.Abs(a - b) < 1e-3f * Math.Max(1, Math.Abs(a)));
        }
    }

    [Fact]
    public void Pictures_are_opaque_to_a_network_of_four_channels()
    {
        var test = Net([1, 4, 16, 12], ElementType.Float32, "", 4);
        var (pictures, planes) = (Load(test, new() { Mean = [0.5, 0.25, 0, 0.75] }), Load(test, new() { Channels = ChannelOrder.Planes }));
        var noise = Runtime.Noise(3, 1, 3, 16, 12).To<float>();
        float[] opaque = [.. noise.Select((number, i) => number - (i < 192 ? 0.5f : i < 384 ? 0.25f : 0)), .. Enumerable.Repeat(0.25f, 192)];

        Assert.Equal((ChannelOrder.Rgba, 3, 4), (pictures.Preprocessing.Channels, pictures.Preprocessing.ImageChannels, planes.Preprocessing.ImageChannels));
        Assert.Equal(Runtime.Run(test.Bytes, new Dictionary<string, Tensor> { ["x"] = Tensor.Of([1, 4, 16, 12], opaque) })["y"].To<float>(), Run(pictures, "y"), Close);
        Assert.Contains("--channels=rgba", pictures.Preprocessing.ToArguments(), StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_beside_the_image_are_given_what_is_usual_or_what_was_said()
    {
        var test = Net([-1, 3, 16, 12], ElementType.Float32, "", 3, result: "conv").Node("Mul", ["conv", "scale_factor"], ["scaled"]).Node("ReduceSum", ["im_shape"], ["area"], new() { ["keepdims"] = 0 }).Node("Add", ["scaled", "area"], ["y"]);
        test.Input("scale_factor", 1).Input("im_shape", -1, 2);
        test.Proto.Graph.Input.Insert(0, test.Proto.Graph.Input[1].Clone());
        test.Proto.Graph.Input.RemoveAt(2);
        var (usual, said) = (Load(test), Load(test, new() { Inputs = new() { ["scale_factor"] = "2", ["im_shape"] = "3,4" } }));

        Assert.Equal("x", usual.Inputs.Image.Name);
        Assert.Equal(["scale_factor = 1", "im_shape = the image's height and width"], usual.Inputs.Others.Select(other => $"{other.Input.Name} = {other}"));
        var (first, second, plain) = (Run(usual, "y"), Run(said, "y"), Run(usual, "conv"));
        Assert.Equal(plain.Select(number => number + 28), first, Close);
        Assert.Equal(plain.Select(number => (2 * number) + 7), second, Close);
        Assert.Contains("--input='im_shape=3,4'", said.Preprocessing.ToArguments().Replace("--input=im_shape=3,4", "--input='im_shape=3,4'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("no input 'im_size'; it has", Assert.Throws<GraphException>(() => Load(test, new() { Inputs = new() { ["im_size"] = "1" } })).Message, StringComparison.Ordinal);
        Assert.Contains("was given 3 numbers", Assert.Throws<GraphException>(() => Load(test, new() { Inputs = new() { ["im_shape"] = "1,2,3" } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_the_file_leaves_free_are_those_that_the_network_takes()
    {
        var test = Net([-1, 3, -1, -1], ElementType.Float32, "", 3, result: "conv").Node("Flatten", ["conv"], ["flat"]).Weight("m", Runtime.Noise(1, 3 * 62 * 62, 2)).Node("MatMul", ["flat", "m"], ["y"]);

        Assert.Equal((64, 64), (Load(test).Preprocessing.Height, Load(test).Preprocessing.Width));
    }

    [Fact]
    public void What_lies_behind_an_operator_that_nobody_knows_or_that_only_the_data_shapes_does_not_stop_what_lies_before_it()
    {
        var test = Net([1, 3, 16, 12], ElementType.Float32, "", 3, result: "conv").Weight("w2", Runtime.Noise(1, 3, 3, 1, 1))
            .Node("Decode", ["conv"], ["decoded"]).Node("Conv", ["decoded", "w2"], ["behind"])
            .Node("NonZero", ["conv"], ["places"]).Node("Transpose", ["places"], ["rows"], new() { ["perm"] = (int[])[1, 0] }).Node("GatherND", ["conv", "rows"], ["picked"]).Node("Softmax", ["picked"], ["soft"])
            .Node("Conv", ["conv", "w2"], ["beside"]).Node("Add", ["behind", "beside"], ["y"]);
        test.Proto.Graph.Node[^7].Domain = "acme";
        var network = Load(test);

        Assert.Equal(["conv", "beside"], network.Layers.Select(layer => layer.Tensor));
        Assert.Contains("Decode", Assert.Throws<GraphException>(() => network.Find("decoded")).Message + Assert.Throws<GraphException>(() => Percept.Onnx.Gradients.Gradient.Of(network.Applied.Tensors["y"], [network.Applied.Image])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_batch_within_is_no_hindrance()
    {
        // The batch is written into a shape in a way that cannot be followed: as part of a product.
        var test = Net([2, 3, 16, 12], ElementType.Float32, "", 3, result: "conv").Weight("shape", Tensor.Of(6, 140)).Weight("back", Tensor.Of(2, 3, 14, 10)).Weight("m", Runtime.Noise(1, 6, 6))
            .Node("Reshape", ["conv", "shape"], ["flat"]).Node("MatMul", ["m", "flat"], ["mixed"]).Node("Reshape", ["mixed", "back"], ["y"]);
        var network = Load(test);

        Assert.Equal([1, 3, 14, 10], network.Apply(1).Tensors["y"].Shape);
        Assert.Equal([5, 3, 14, 10], network.Apply(5).Tensors["y"].Shape);
    }

    static TestModel Net(int[] sizes, ElementType type, string form, int channels, string result = "y")
    {
        var test = new TestModel().Input("x", type, sizes).Weight("w", Runtime.Noise(1, 3, channels, 3, 3)).Weight("first", Tensor.Of(0)).Weight("second", Tensor.Of(1)).Weight("both", Tensor.Of(0, 1)).Output("y");
        var x = "x";
        if (type != ElementType.Float32) test.Node("Cast", [x], [x = "float"], new() { ["to"] = 1 });
        if (form.StartsWith("unsqueeze", StringComparison.Ordinal)) test.Node("Unsqueeze", [x, form.EndsWith("second", StringComparison.Ordinal) ? "second" : form.EndsWith("both", StringComparison.Ordinal) ? "both" : "first"], [x = "batch"]);
        if (form.EndsWith("last", StringComparison.Ordinal)) test.Node("Transpose", [x], [x = "planes"], new() { ["perm"] = (int[])[0, 3, 1, 2] });
        return test.Node("Conv", [x, "w"], [result]);
    }

    Network Load(TestModel test, PreprocessingOptions? options = null)
    {
        var path = Path.Join(folder, "net.onnx");
        File.WriteAllBytes(path, test.Bytes);
        return Network.Load(path, options);
    }

    static float[] Run(Network network, string tensor)
    {
        var applied = network.Apply(1);
        using var session = new Session([(tensor, applied.Tensors[tensor])]);
        Runtime.Noise(3, [.. applied.Image.Shape]).To<float>().CopyTo(session.Input("image"));
        session.Run();
        return session.Output(tensor).ToArray();
    }

    /// <summary>Planes from 0 to 1 as the file wants an image.</summary>
    static Tensor AsGiven(float[] planes, Network network, int[] sizes, ElementType type)
    {
        var (channels, area) = (network.Preprocessing.ImageChannels, 16 * 12);
        if (network.Preprocessing.Layout is Layout.Hwc or Layout.Nhwc) planes = [.. Enumerable.Range(0, planes.Length).Select(i => planes[(i % channels * area) + (i / channels)])];
        return Tensor.From<float>(type, Shape.Of([.. sizes.Select(size => Math.Abs(size))]), [.. planes.Select(number => type == ElementType.UInt8 ? (float)Math.Round(number * 255) : number)]);
    }

    static bool Close(float expected, float actual) => Math.Abs(expected - actual) <= 1e-3f * Math.Max(1, Math.Abs(expected));
}
