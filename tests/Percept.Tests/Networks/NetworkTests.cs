using Percept.Demo;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Tests.Networks;

public sealed class NetworkTests
{
    static readonly Network detector = DemoNetwork.Faces.Load();

    [Fact]
    public void The_demo_network_has_layers_with_short_names_and_exact_ones()
    {
        var layer = detector.Find("re_lu_7");

        Assert.Equal(37, detector.Layers.Count);
        Assert.Equal((24, 64, 64, 37), (layer.Channels, layer.Height, layer.Width, layer.ReceptiveFieldHeight));
        Assert.Same(layer, detector.Find(layer.Tensor));
        Assert.Equal(detector.Layers.Count, detector.Layers.Select(each => each.Name).Distinct().Count());
    }

    [Fact]
    public void A_layer_that_does_not_exist_is_answered_with_the_nearest_names()
    {
        var error = Assert.Throws<GraphException>(() => detector.Find("re_lo_7"));

        Assert.Contains("re_lu_7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_number_of_threads_may_ask_for_tensors()
    {
        var network = DemoNetwork.Faces.Load();
        var (image, gates) = (network.Applied.Image, new Gates(network.Applied.Image, 2, 3));
        string[] names = [.. network.Applied.Tensors.Where(tensor => LayerForm.Of(tensor.Value, gates.Of(tensor.Value), image.Shape[0]) is not null).Select(tensor => tensor.Key)];
        var found = new Layer[8][];

        using (var start = new Barrier(found.Length))
        {
            var threads = found.Select((_, i) => new Thread(() =>
            {
                start.SignalAndWait();
                found[i] = [.. names.Select(network.Find)];
            })).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
        }

        for (var i = 0; i < names.Length; i++) Assert.Single(found.Select(layers => layers[i]).Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public void A_unit_at_the_border_sees_what_lies_within_the_image()
    {
        var layer = detector.Find("re_lu_1");

        Assert.Equal(new Box(123, 123, 13, 13), detector.ReceptiveField(layer, 64, 64));
        Assert.Equal(new Box(0, 0, 8, 8), detector.ReceptiveField(layer, 0, 0));
    }

    [Theory]
    [InlineData("bgr", "nchw")]
    [InlineData("rgb", "nhwc")]
    public void Preprocessing_does_what_its_formula_says(string channels, string layout)
    {
        var preprocessing = new Preprocessing(-1, 1, [0.1, 0.2, 0.3], [0.5, 1, 2], Enum.Parse<ChannelOrder>(channels, true), Enum.Parse<Layout>(layout, true), 2, 2);
        var graph = new Graph();
        var image = graph.Input("image", ElementType.Float32, [1, 3, 2, 2]);
        using var session = new Session([("x", preprocessing.Apply(image))]);
        for (var i = 0; i < 12; i++) session.Input("image")[i] = i / 12f;

        session.Run();

        for (var channel = 0; channel < 3; channel++)
        {
            for (var i = 0; i < 4; i++)
            {
                var source = preprocessing.Channels == ChannelOrder.Bgr ? 2 - channel : channel;
                var expected = (-1 + (2 * ((source * 4) + i) / 12.0) - preprocessing.Mean[channel]) / preprocessing.Deviation[channel];
                var at = preprocessing.Layout == Layout.Nhwc ? (i * 3) + channel : (channel * 4) + i;
                Assert.Equal(expected, session.Output("x")[at], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1, 3, 8)]
    [InlineData(1, 3, 8, 8, 8)]
    public void A_network_without_an_image_input_is_refused(params int[] sizes)
    {
        var input = new ModelInput("x", ElementType.Float32, [.. sizes.Select(size => (int?)size)]);

        Assert.Contains("no image input", Assert.Throws<GraphException>(() => new PreprocessingOptions().Resolve(input)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Float32, null, 20)]
    [InlineData(ElementType.Int64, null, null)]
    [InlineData(ElementType.Int32, 16, 64)]
    public void Tables_and_words_are_no_images(ElementType type, int? rows, int? columns) => Assert.Contains(
        "no image input", Assert.Throws<GraphException>(() => new PreprocessingOptions().Resolve(new("x", type, [rows, columns]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(5, 8, 8, 5, Layout.Nchw)]
    [InlineData(32, 32, 2, 2, Layout.Nhwc)]
    [InlineData(12, 32, 48, 12, Layout.Nchw)]
    [InlineData(8, 8, 8, 8, Layout.Nchw)]
    public void Channels_of_other_numbers_are_planes(int a, int b, int c, int channels, Layout layout)
    {
        var found = new PreprocessingOptions { Mean = [0.5] }.Resolve(new("x", ElementType.Float32, [1, a, b, c]));

        Assert.Equal((ChannelOrder.Planes, channels, layout), (found.Channels, found.ImageChannels, found.Layout));
        Assert.Equal(channels, found.Mean.Count);
    }

    [Fact]
    public void Options_of_the_user_come_before_those_beside_the_model()
    {
        var options = new PreprocessingOptions { Range = [0, 255] }.Or(new() { Range = [-1, 1], Channels = ChannelOrder.Bgr });

        Assert.Equal([0, 255], options.Range!);
        Assert.Equal(ChannelOrder.Bgr, options.Channels);
    }
}
