using FsCheck.Xunit;
using Percept.Demo;
using Percept.Networks;
using Percept.Networks.Detection;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Detection;

public sealed class PreprocessingEvidenceTests : IDisposable
{
    static readonly double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225];

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, ChannelOrder, Layout> All()
    {
        var all = new TheoryData<string, ChannelOrder, Layout>();
        foreach (var name in Known.Keys)
            foreach (var order in new[] { ChannelOrder.Rgb, ChannelOrder.Bgr })
                foreach (var layout in (Layout[])[Layout.Nchw, Layout.Nhwc]) all.Add(name, order, layout);
        return all;
    }

    static Dictionary<string, (double Low, double High, double[] Mean, double[] Deviation)> Known { get; } = new()
    {
        ["0 to 1"] = (0, 1, [], []),
        ["0 to 255"] = (0, 255, [], []),
        ["-1 to 1"] = (-1, 1, [], []),
        ["ImageNet's mean and deviation"] = (0, 1, mean, deviation),
        ["Caffe's (0 to 255 minus ImageNet's mean)"] = (0, 255, [123.68, 116.779, 103.939], []),
    };

    [Theory, MemberData(nameof(All))]
    public void Each_convention_is_found_among_all_by_the_stored_statistics(string name, ChannelOrder order, Layout layout)
    {
        var model = TrainedNetworks.Model(TrainedNetworks.Photographs(folder), Seen(name, order, layout));

        // Other images of the same kind than those it was trained on.
        var found = PreprocessingEvidence.Of(TrainedNetworks.Load(folder, model), TrainedNetworks.Photographs(folder, "others", seed: 2));

        Assert.Equal(Basis.Statistics, found.Basis);
        Assert.Equal(name, found.Best?.Convention.Name);
        Assert.True(found.Sure >= 0.95, found.Sentence);
        Assert.Equal((order, layout), (found.Best!.Preprocessing.Channels, found.Best.Preprocessing.Layout));
        Assert.True(found.SureOfOrder >= 0.95, found.Sentence);
        Assert.Equal(found.Best.Misfit, found.Candidates.Min(candidate => candidate.Misfit));
        Assert.Contains(name, found.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 to 1", ChannelOrder.Rgb)]
    [InlineData("0 to 255", ChannelOrder.Bgr)]
    [InlineData("-1 to 1", ChannelOrder.Rgb)]
    [InlineData("ImageNet's mean and deviation", ChannelOrder.Rgb)]
    [InlineData("Caffe's (0 to 255 minus ImageNet's mean)", ChannelOrder.Bgr)]
    public void What_is_right_is_never_warned_of_and_wrong_values_always(string name, ChannelOrder order)
    {
        var model = TrainedNetworks.Model(TrainedNetworks.Photographs(folder), Seen(name, order, Layout.Nchw));
        var others = TrainedNetworks.Photographs(folder, "others", seed: 2);

        foreach (var (given, values) in Known)
        {
            var network = TrainedNetworks.Load(folder, model, new()
            {
                Range = [values.Low, values.High],
                Mean = values.Mean.Length > 0 ? InOrder(values.Mean, order) : null,
                Std = values.Deviation.Length > 0 ? InOrder(values.Deviation, order) : null,
                Channels = order,
            });
            Assert.Equal(given != name, PreprocessingEvidence.Of(network, others).Warning is not null);
            if (given != name) continue;
            Assert.Null(PreprocessingEvidence.Of(network, others, thorough: false).Warning);
            Assert.Null(PreprocessingEvidence.Of(network).Warning);
        }
    }

    [Fact]
    public void Blue_in_the_place_of_red_is_warned_of()
    {
        var model = TrainedNetworks.Model(TrainedNetworks.Photographs(folder), Seen("-1 to 1", ChannelOrder.Bgr, Layout.Nchw));

        var warning = PreprocessingEvidence.Of(TrainedNetworks.Load(folder, model, new() { Range = [-1, 1] }), TrainedNetworks.Photographs(folder, "others", seed: 2)).Warning;

        Assert.Contains("--channels=bgr", warning, StringComparison.Ordinal);
    }

    [Property(MaxTest = 12)]
    public bool Any_network_that_met_any_range_gets_no_warning_for_it(sbyte low, byte span, bool blueFirst)
    {
        var order = blueFirst ? ChannelOrder.Bgr : ChannelOrder.Rgb;
        using var place = new TemporaryFolder();
        var images = TrainedNetworks.Photographs(place, count: 8);
        var model = TrainedNetworks.Model(images, TrainedNetworks.Seen(low, low + span + 1, order: order));

        return PreprocessingEvidence.Of(TrainedNetworks.Load(place, model, new() { Range = [low, low + span + 1], Channels = order }), images).Warning is null;
    }

    [Fact]
    public void Folded_normalisation_leaves_nothing_to_tell_by_and_that_is_said()
    {
        var images = TrainedNetworks.Photographs(folder);

        var found = PreprocessingEvidence.Of(TrainedNetworks.Load(folder, TrainedNetworks.Model(images, trained: null)), images);

        Assert.Equal(Basis.None, found.Basis);
        Assert.Null(found.Best);
        Assert.Null(found.Sure);
        Assert.Null(found.Warning);
        Assert.StartsWith("Cannot tell", found.Sentence, StringComparison.Ordinal);
        Assert.All(found.Candidates, candidate => Assert.NotNull(candidate.Confidence));
    }

    [Fact]
    public void Images_unlike_those_of_the_training_tell_nothing()
    {
        var model = TrainedNetworks.Model(TrainedNetworks.Photographs(folder), TrainedNetworks.Seen(30, 40));

        var found = PreprocessingEvidence.Of(TrainedNetworks.Load(folder, model), TrainedNetworks.Photographs(folder, "others", seed: 2));

        Assert.Null(found.Best);
        Assert.Contains("none of the usual", found.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(127.5, 127.5, "0 to 255")]
    [InlineData(0, 255, "0 to 255")]
    [InlineData(0.5, 0.5, "0 to 1")]
    public void A_network_that_normalises_itself_is_read_without_images(double subtracted, double divided, string expected)
    {
        var model = TrainedNetworks.Model([], trained: null, before: made => Normalized(made, [.. Enumerable.Repeat((float)subtracted, 3)], [.. Enumerable.Repeat((float)divided, 3)]));

        var found = PreprocessingEvidence.Of(TrainedNetworks.Load(folder, model, new() { Range = [-1, 1] }));

        Assert.Equal(Basis.OwnNormalization, found.Basis);
        Assert.Equal(expected, found.Best?.Convention.Name);
        Assert.Contains("--range=", found.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mean_that_the_network_subtracts_itself_tells_the_order_of_channels()
    {
        var model = TrainedNetworks.Model([], trained: null, before: made => Normalized(made, [103.94f, 116.78f, 123.68f], [1, 1, 1]));

        var found = PreprocessingEvidence.Of(TrainedNetworks.Load(folder, model, new() { Range = [0, 255] }));

        Assert.Equal(("0 to 255", ChannelOrder.Bgr), (found.Best?.Convention.Name, found.Best?.Preprocessing.Channels));
        Assert.Contains("--channels=bgr", found.Warning, StringComparison.Ordinal);
        Assert.Null(PreprocessingEvidence.Of(TrainedNetworks.Load(folder, model, new() { Range = [0, 255], Channels = ChannelOrder.Bgr })).Warning);
    }

    [Fact]
    public void Folders_named_as_classes_tell_what_statistics_cannot()
    {
        // The class is whether an image is brighter than the middle of -1 to 1.
        var model = new TestModel().Input("image", 1, 3, 8, 8)
            .Weight("w", Tensor.Of([2, 3, 8, 8], [.. Enumerable.Range(0, 384).Select(i => i < 192 ? -0.1f : 0.1f)]))
            .Node("Conv", ["image", "w"], ["c"]).Node("Flatten", ["c"], ["output"]).Output("output");
        for (var i = 0; i < 16; i++)
        {
            var light = (byte)(i < 8 ? 20 + (10 * i) : 150 + (10 * (i - 8)));
            Percept.Imaging.Picture.Filled(8, 8, Percept.Imaging.Rgb.Grey(light)).Write(folder[$"lights/{(i < 8 ? "dark room" : "bright")}/{i}.png"]);
        }

        var found = PreprocessingEvidence.Of(TrainedNetworks.Load(folder, model, new() { Labels = ["Dark_Room", "bright"] }), new Percept.Imaging.ImageFolder(folder["lights"]));

        Assert.Equal(16, found.Labelled);
        Assert.Equal(1, found.Candidates.Single(candidate => candidate.Convention is { Name: "-1 to 1", Preprocessing.Channels: ChannelOrder.Rgb }).Agreement);
        Assert.Equal(0.5, found.Candidates[0].Agreement);
    }

    [Theory, InlineData(-1, 1), InlineData(0, 1)]
    public void The_demo_network_gets_no_warning(double low, double high)
    {
        var network = Network.Load(DemoNetwork.Faces.Model, new() { Range = [low, high] });

        Assert.Null(PreprocessingEvidence.Of(network, DemoNetwork.Faces.Images, thorough: false).Warning);
        Assert.Null(PreprocessingEvidence.Of(network).Warning);
    }

    static string Normalized(TestModel model, float[] subtracted, float[] divided)
    {
        model.Weight("sub", Tensor.Of([1, 3, 1, 1], subtracted)).Weight("div", Tensor.Of([1, 3, 1, 1], divided)).Node("Sub", ["image", "sub"], ["less"]).Node("Div", ["less", "div"], ["own"]);
        return "own";
    }

    static Preprocessing Seen(string name, ChannelOrder order, Layout layout) =>
        TrainedNetworks.Seen(Known[name].Low, Known[name].High, InOrder(Known[name].Mean, order), InOrder(Known[name].Deviation, order), order, layout);

    static double[] InOrder(double[] colors, ChannelOrder order) => order == ChannelOrder.Bgr ? [.. colors.Reverse()] : colors;
}
