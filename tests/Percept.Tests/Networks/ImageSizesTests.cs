using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks;

/// <summary>Sizes are asked of small networks of each kind: free, of a period, fixed, of one height, and tiny.</summary>
public sealed class ImageSizesTests : IDisposable
{
    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_network_of_convolutions_takes_what_is_wanted()
    {
        var network = Loaded(TinyNetwork.Model(), [64, 64]);

        Assert.Equal((64, 64), network.Sizes.Own);
        Assert.All(network.Layers, layer => Assert.Equal((37, 53), network.Sizes.Nearest(37, 53, 64, layer)));
        Assert.Equal((48, 48), network.Sizes.Nearest(200, 200, 48, network.Layers[0]));
    }

    [Theory, InlineData(64, 64), InlineData(70, 64), InlineData(80, 64), InlineData(90, 96), InlineData(140, 128)]
    public void Strides_whose_branches_must_agree_take_multiples_of_their_period(int wanted, int taken)
    {
        var network = Loaded(Residual(strides: 5), [224, 224]);

        Assert.Equal((taken, taken), network.Sizes.Nearest(wanted, wanted, 140, network.Layers[^1]));
        Assert.Equal((wanted, wanted), network.Sizes.Nearest(wanted, wanted, 140, network.Layers[0]));
        Assert.False(network.Sizes.Takes(network.Layers[^1], 144, 144));
    }

    [Fact]
    public void What_is_flattened_into_a_linear_map_takes_its_own_size_and_the_layers_before_it_any()
    {
        var network = Loaded(Flattened(32), []);

        Assert.Equal((32, 32), network.Sizes.Nearest(24, 24, 24, network.Layers[^1]));
        Assert.Equal((24, 24), network.Sizes.Nearest(24, 24, 24, network.Layers[0]));
        var error = Assert.Throws<GraphException>(() => network.Apply(1, 48, 48, [network.Layers[^1].Tensor]));
        Assert.Contains("cannot take images of 48x48 pixels. It takes 32x32 alone.", error.Message, StringComparison.Ordinal);
        network.Apply(1, 48, 48, [network.Layers[0].Tensor]);
    }

    [Fact]
    public void A_table_of_positions_fixes_what_comes_after_it()
    {
        var network = Loaded(new TestModel()
            .Input("image", 1, 3, 32, 32)
            .Weight("w", Runtime.Noise(1, 6, 3, 8, 8)).Weight("positions", Runtime.Noise(2, 1, 16, 6)).Weight("p", Runtime.Noise(3, 6, 5))
            .Node("Conv", ["image", "w"], ["patches"], new() { ["strides"] = new[] { 8, 8 } })
            .Weight("rows", Tensor.Of(1L, 6L, -1L))
            .Node("Reshape", ["patches", "rows"], ["flat"])
            .Node("Transpose", ["flat"], ["tokens"], new() { ["perm"] = new[] { 0, 2, 1 } })
            .Node("Add", ["tokens", "positions"], ["placed"])
            .Node("MatMul", ["placed", "p"], ["output"])
            .Output("output"), []);

        Assert.Equal((32, 32), network.Sizes.Nearest(48, 48, 64, network.Layers[^1]));
        Assert.Equal((48, 48), network.Sizes.Nearest(48, 48, 64, network.Layers[0]));
    }

    [Fact]
    public void Lines_of_one_height_take_any_width()
    {
        var network = Loaded(new TestModel()
            .Input("image", 1, 3, 48, -1)
            .Weight("w", Runtime.Noise(1, 6, 3, 48, 3)).Weight("p", Runtime.Noise(3, 6, 5))
            .Node("Conv", ["image", "w"], ["columns"])
            .Weight("axes", Tensor.Of(2L))
            .Node("Squeeze", ["columns", "axes"], ["line"])
            .Node("Transpose", ["line"], ["letters"], new() { ["perm"] = new[] { 0, 2, 1 } })
            .Node("MatMul", ["letters", "p"], ["output"])
            .Output("output"), []);

        Assert.Equal((48, 224), network.Sizes.Own);
        Assert.Equal((48, 48), network.Sizes.Nearest(64, 64, 64, network.Layers[^1]));
        Assert.Equal((48, 96), network.Sizes.Nearest(32, 96, 96, network.Layers[^1]));
        Assert.Equal((48, 48), network.Sizes.Nearest(40, 48, 48, network.Layers[^1]));
    }

    [Fact]
    public void A_free_size_is_one_that_the_graph_takes()
    {
        Assert.Equal((28, 28), Loaded(Flattened(28, isFree: true), []).Sizes.Own);
        Assert.Contains("cannot take images of 64x64", Assert.Throws<GraphException>(() => Loaded(Flattened(28, isFree: true), [64, 64])).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(28), InlineData(37), InlineData(96)]
    public async Task A_network_of_one_size_gets_a_whole_atlas(int side)
    {
        var model = TinyNetwork.Write(folder, "one.onnx", Flattened(side));

        var built = (await PerceptCommand.RunAsync("atlas", model, "--images", TinyNetwork.Images(folder), "--units", "1", "--steps", "4", "--json", "-o", folder["one.percept"])).Assert(0).Json;

        Assert.Equal(0, built.GetProperty("missing").GetArrayLength());
        Assert.Contains($"It takes {side}x{side} alone.", (await PerceptCommand.RunAsync("optimize", model, "--objective", "output:0", "--size=20", "--steps", "2", "-o", folder["out"])).Refused(), StringComparison.Ordinal);
    }

    Network Loaded(TestModel model, int[] size) => Network.Load(TinyNetwork.Write(folder, "network.onnx", model), size.Length == 0 ? null : new() { Size = size });

    /// <summary>Two convolutions whose last is flattened into a linear map, which fixes the size.</summary>
    static TestModel Flattened(int side, bool isFree = false)
    {
        var rows = (side + 1) / 2;
        return new TestModel()
            .Input("image", 1, 3, isFree ? -1 : side, isFree ? -1 : side)
            .Weight("w1", Runtime.Noise(1, 6, 3, 3, 3)).Weight("w2", Runtime.Noise(2, 4, 6, 3, 3)).Weight("w3", Runtime.Noise(3, 4 * rows * rows, 5))
            .Node("Conv", ["image", "w1"], ["c1"], new() { ["strides"] = new[] { 2, 2 }, ["pads"] = new[] { 1, 1, 1, 1 } })
            .Node("Relu", ["c1"], ["conv1"])
            .Node("Conv", ["conv1", "w2"], ["c2"], new() { ["pads"] = new[] { 1, 1, 1, 1 } })
            .Node("Relu", ["c2"], ["conv2"])
            .Node("Flatten", ["conv2"], ["flat"])
            .Node("MatMul", ["flat", "w3"], ["output"])
            .Output("output");
    }

    /// <summary>Stages that halve the image in two branches, one of which rounds down where the other rounds up.</summary>
    static TestModel Residual(int strides)
    {
        var model = new TestModel().Input("image", 1, 3, -1, -1).Weight("stem", Runtime.Noise(1, 4, 3, 3, 3))
            .Node("Conv", ["image", "stem"], ["x0"], new() { ["pads"] = new[] { 1, 1, 1, 1 } });
        for (var i = 0; i < strides; i++)
            model.Weight($"a{i}", Runtime.Noise(2 + i, 4, 4, 3, 3)).Weight($"b{i}", Runtime.Noise(9 + i, 4, 4, 1, 1))
                .Node("Conv", [$"x{i}", $"a{i}"], [$"long{i}"], new() { ["strides"] = new[] { 2, 2 }, ["pads"] = new[] { 0, 0, 1, 1 } })
                .Node("Conv", [$"x{i}", $"b{i}"], [$"short{i}"], new() { ["strides"] = new[] { 2, 2 } })
                .Node("Add", [$"long{i}", $"short{i}"], [$"x{i + 1}"]);
        return model.Output($"x{strides}");
    }
}
