using Percept.Networks;
using Percept.Networks.Detection;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Detection;

public sealed class ConfiguredNetworkTests : IDisposable
{
    static readonly double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225], bytes = [123.675, 116.28, 103.53];

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<double, double, double[], double[], ChannelOrder> Trained()
    {
        var all = new TheoryData<double, double, double[], double[], ChannelOrder>();
        foreach (var order in new[] { ChannelOrder.Rgb, ChannelOrder.Bgr })
        {
            all.Add(0, 1, [], [], order);
            all.Add(0, 255, [], [], order);
            all.Add(-1, 1, [], [], order);
            all.Add(0, 1, InOrder(mean, order), InOrder(deviation, order), order);
            all.Add(0, 255, InOrder(bytes, order), [], order);
        }

        return all;
    }

    [Theory, MemberData(nameof(Trained))]
    public void Where_nothing_is_said_the_evidence_is_used_and_an_order_that_it_cannot_tell_is_unknown(double low, double high, double[] subtracted, double[] divided, ChannelOrder order)
    {
        var seen = TrainedNetworks.Seen(low, high, subtracted, divided, order);
        var loaded = TrainedNetworks.Load(folder, TrainedNetworks.Model(TrainedNetworks.Photographs(folder), seen));

        var (byFile, _) = ConfiguredNetwork.Of(loaded);
        var (byImages, note) = ConfiguredNetwork.Of(loaded, TrainedNetworks.Photographs(folder, "others", seed: 2));

        foreach (var settled in new[] { byFile, byImages }.Where(settled => settled.Origin.Source == PreprocessingSource.Evidence))
        {
            var expected = settled.Origin.KnowsOrder ? seen : TrainedNetworks.Seen(low, high, InOrder(subtracted, order, settled), InOrder(divided, order, settled), settled.Preprocessing.Channels);
            Assert.All(expected.Scales().Zip(settled.Preprocessing.Scales()), pair => Assert.Equal(pair.First, pair.Second, 0.01 * pair.First));
            Assert.All(expected.Shifts().Zip(settled.Preprocessing.Shifts()), pair => Assert.Equal(pair.First, pair.Second, 0.01 * expected.Scales()[0]));
            Assert.Equal(expected.Channels, settled.Preprocessing.Channels);
        }

        Assert.Equal(PreprocessingSource.Evidence, byImages.Origin.Source);
        Assert.Contains(byImages.Preprocessing.ToArguments(), note, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_is_kept_and_contradicted_in_a_sentence()
    {
        var images = TrainedNetworks.Photographs(folder);
        var model = TrainedNetworks.Model(images, TrainedNetworks.Seen(-1, 1));

        var (given, warning) = ConfiguredNetwork.Of(TrainedNetworks.Load(folder, model, new() { Range = [0, 255] }), images);
        folder.Write("model.percept.json", """{"range":[0,255]}"""u8.ToArray());
        var (beside, _) = ConfiguredNetwork.Of(TrainedNetworks.Load(folder, model), images);

        Assert.Equal((PreprocessingSource.Given, 255), (given.Origin.Source, given.Preprocessing.High));
        Assert.Contains("contradicts", warning, StringComparison.Ordinal);
        Assert.Equal((PreprocessingSource.Sidecar, 255), (beside.Origin.Source, beside.Preprocessing.High));
    }

    [Fact]
    public void An_order_of_channels_that_is_given_goes_with_values_by_evidence()
    {
        var images = TrainedNetworks.Photographs(folder);
        var model = TrainedNetworks.Model(images, TrainedNetworks.Seen(0, 255, InOrder(bytes, ChannelOrder.Bgr), [], ChannelOrder.Bgr));

        var (settled, _) = ConfiguredNetwork.Of(TrainedNetworks.Load(folder, model, new() { Channels = ChannelOrder.Rgb }), images);

        Assert.Equal((PreprocessingSource.Evidence, true, ChannelOrder.Rgb), (settled.Origin.Source, settled.Origin.KnowsOrder, settled.Preprocessing.Channels));
        Assert.Equal(bytes, settled.Preprocessing.Mean);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_cannot_be_told_is_assumed_and_said(bool untrained)
    {
        var model = new TestModel().Input("image", 1, 3, 32, 32).Weight("w", Runtime.Noise(1, 6, 3, 3, 3)).Node("Conv", ["image", "w"], ["conv"]);
        if (untrained)
        {
            model.Weight("one", Tensor.Full(ElementType.Float32, [6], 1)).Weight("zero", Tensor.Full(ElementType.Float32, [6], 0)).Node("BatchNormalization", ["conv", "one", "zero", "zero", "one"], ["normal"]);
        }

        model.Node("Relu", [untrained ? "normal" : "conv"], ["relu"]).Output("relu");

        var (settled, note) = ConfiguredNetwork.Of(TrainedNetworks.Load(folder, model));

        Assert.Equal((PreprocessingSource.Assumed, false, 1), (settled.Origin.Source, settled.Origin.KnowsOrder, settled.Preprocessing.High));
        Assert.Contains("is assumed", note, StringComparison.Ordinal);
        Assert.StartsWith("Cannot tell", settled.Origin.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_use_the_evidence_say_so_and_keep_it_in_the_atlas()
    {
        var model = TinyNetwork.Write(folder, model: new TestModel().Input("image", 1, 3, 32, 32).Weight("middle", Tensor.Of([], 127.5f))
            .Node("Sub", ["image", "middle"], ["centred"]).Node("Div", ["centred", "middle"], ["scaled"])
            .Weight("w1", Runtime.Noise(1, 6, 3, 3, 3)).Node("Conv", ["scaled", "w1"], ["conv"]).Node("Relu", ["conv"], ["relu"]).Output("relu"));

        var ran = (await PerceptCommand.RunAsync("match", model, "--images", TinyNetwork.Images(folder), "-o", folder["a.percept"])).Assert(0);
        var known = (await PerceptCommand.RunAsync("inspect", model, "--json")).Assert(0).Json.GetProperty("preprocessing");

        Assert.Contains("--range=0,255", ran.Messages, StringComparison.Ordinal);
        using var atlas = Percept.Atlases.Atlas.OpenRead(folder["a.percept"]);
        Assert.Equal([0, 255], atlas.Identity.Preprocessing.Range!);
        Assert.Contains("by evidence", atlas.Identity.PreprocessingSource, StringComparison.Ordinal);
        Assert.Contains("--range=0,255", atlas.Identity.Command, StringComparison.Ordinal);
        Assert.Equal(("evidence", "unknown", 255), (known.GetProperty("source").GetString(), known.GetProperty("channels").GetString(), known.GetProperty("range")[1].GetInt32()));
    }

    static double[] InOrder(double[] colors, ChannelOrder order) => order == ChannelOrder.Bgr ? [.. colors.Reverse()] : colors;

    static double[] InOrder(double[] colors, ChannelOrder from, Network to) => from == to.Preprocessing.Channels ? colors : [.. colors.Reverse()];
}
