using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Tests.Onnx.ReceptiveFields;

/// <summary>Receptive fields as papers quote them (Araujo, Norris and Sim, Distill 2019).</summary>
public sealed class PublishedReceptiveFieldTests
{
    [Fact]
    public void AlexNets_last_pool_reaches_195_pixels()
    {
        var x = Layers.Image(224, 224).Conv(2, 11, stride: 4, pad: 2).Relu().MaxPool(3, 2).Conv(2, 5).Relu().MaxPool(3, 2);

        AssertSize(195, x.Conv(2, 3).Relu().Conv(2, 3).Relu().Conv(2, 3).Relu().MaxPool(3, 2));
    }

    [Fact]
    public void VGG_16s_last_pool_reaches_212_pixels()
    {
        var x = Layers.Image(224, 224);
        foreach (var convolutions in new[] { 2, 2, 3, 3, 3 })
        {
            for (var i = 0; i < convolutions; i++) x = x.Conv(2, 3).Relu();
            x = x.MaxPool(2, 2);
        }

        AssertSize(212, x);
    }

    [Theory, InlineData(1, 43), InlineData(2, 99), InlineData(3, 211), InlineData(4, 435)]
    public void ResNet_18s_stages_reach_as_far_as_published_though_the_image_is_smaller(int stages, int size)
    {
        var x = Stem();
        foreach (var stride in new[] { 1, 2, 2, 2 }.Take(stages)) x = Basic(Basic(x, stride), 1);

        AssertSize(size, x);

        static Value Basic(Value x, int stride) => (x.Conv(2, 3, stride).Relu().Conv(2, 3) + (stride == 1 ? x : x.Conv(2, 1, stride))).Relu();
    }

    [Theory, InlineData(true, 427), InlineData(false, 483)]
    public void ResNet_50_reaches_427_pixels_or_483_where_stages_end_with_their_stride(bool strideFirst, int size)
    {
        var x = Stem();
        foreach (var (stage, blocks) in new[] { 3, 4, 6, 3 }.Index())
            for (var block = 0; block < blocks; block++)
                x = Bottleneck(x, strideFirst ? (stage > 0 && block == 0 ? 2 : 1) : stage < 3 && block == blocks - 1 ? 2 : 1);

        AssertSize(size, x);

        static Value Bottleneck(Value x, int stride) => (x.Conv(2, 1).Conv(2, 3, stride).Relu().Conv(2, 1) + (stride == 1 ? x : x.Conv(2, 1, stride))).Relu();
    }

    [Fact]
    public void MobileNet_v1_reaches_315_pixels()
    {
        var x = Layers.Image(224, 224).Conv(2, 3, 2);
        foreach (var stride in new[] { 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1 }) x = x.Conv(2, 3, stride, group: 2).Relu().Conv(2, 1).Relu();

        AssertSize(315, x);
    }

    [Fact]
    public void Uneven_kernels_reach_unevenly()
    {
        var x = Layers.Image(64, 64);

        var y = x.Conv(2, [1, 7], [1, 2], [0, 3, 0, 3], [1, 1], 1).Conv(2, [3, 1], [1, 1], [2, 0, 2, 0], [2, 1], 1);

        Assert.Equal([5, 7], new ReceptiveFieldMap(x).Size(y).Skip(2));
    }

    [Fact]
    public void What_sees_the_whole_image_has_no_size()
    {
        var x = Layers.Image(32, 32);
        var features = x.Conv(4, 3, 2);
        var map = new ReceptiveFieldMap(x);
        var gated = features * x.Graph.Emit("Sigmoid", [features.GlobalPool().Conv(4, 1)]);

        Assert.Equal([null, null], map.Size(features.GlobalPool()).Skip(2));
        Assert.Equal([null, null], map.Size(gated).Skip(2));
        var flat = features.Reshape([1, 4 * 16 * 16]);
        Assert.Equal([3, 3], map.Size(flat).Skip(2));
        Assert.Equal([null, null], map.Size(flat.MatMul(Layers.Positive(x.Graph, [4 * 16 * 16, 10]))).Skip(2));
        Assert.Equal([3, 3], new ReceptiveFieldMap(x, ignored: node => node.Operator == "GlobalAveragePool").Size(gated).Skip(2));
    }

    [Fact]
    public void The_largest_phase_of_an_upsampled_layer_counts()
    {
        var x = Layers.Image(32, 32);
        var up = x.Graph.Emit("ConvTranspose", [x, Layers.Positive(x.Graph, [2, 2, 3, 3])], new() { ["strides"] = new[] { 2, 2 } });

        Assert.Equal([2, 2], new ReceptiveFieldMap(x).Size(up).Skip(2));
    }

    static Value Stem() => Layers.Image(224, 224).Conv(2, 7, 2).Relu().MaxPool(3, 2, 1);

    static void AssertSize(int size, Value layer) => Assert.Equal([size, size], new ReceptiveFieldMap(layer.Graph.Inputs[0]).Size(layer).Skip(2));
}
