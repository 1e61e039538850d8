using Percept.Filters.Links;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Networks.Detection;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Filters;

public sealed class CircuitTests
{
    static readonly float[] first = [.. Enumerable.Range(0, 2 * 9).Select(i => MathF.Sin(i + 1))];
    static readonly float[] second = [.. Enumerable.Range(0, 2 * 2 * 9).Select(i => MathF.Cos(2 * i))];

    [Fact]
    public void Links_are_the_weights_between_two_units_and_their_sign_is_that_of_their_sum()
    {
        using var folder = new TemporaryFolder();
        var network = TwoLayers(folder);

        var links = Circuit.Of(network, network.Layers[1], unit: 1, cancellationToken: TestContext.Current.CancellationToken).BuiltFrom.ToDictionary(part => part.Link.Unit, part => part.Link);

        for (var source = 0; source < 2; source++)
        {
            var kernel = second.AsSpan((2 + source) * 9, 9).ToArray();
            Assert.Equal(kernel.Sum(), links[source].Weight, 4);
            Assert.Equal(Math.Sqrt(kernel.Sum(weight => weight * weight)), links[source].Strength, 4);
        }
    }

    [Fact]
    public void Expanded_weights_are_the_convolution_of_the_filters_on_the_way()
    {
        using var folder = new TemporaryFolder();
        var network = TwoLayers(folder);

        var circuit = Circuit.Of(network, network.Layers[1], unit: 0, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((5, 5), (circuit.Expanded.Height, circuit.Expanded.Width));
        var expected = new float[25];
        for (var source = 0; source < 2; source++)
            for (var i = 0; i < 9; i++)
                for (var j = 0; j < 9; j++) expected[(((i / 3) + (j / 3)) * 5) + (i % 3) + (j % 3)] += second[(source * 9) + i] * first[(source * 9) + j];
        Assert.All(expected.Zip(circuit.Expanded.Weights), pair => Assert.Equal(pair.First, pair.Second, 4));
        var paths = circuit.BuiltFrom.Select(part => part.Filter.Weights).ToArray();
        Assert.All(expected.Select((weight, i) => (weight, sum: paths.Sum(path => path[i]))), pair => Assert.Equal(pair.weight, pair.sum, 4));
    }

    [Fact]
    public void Who_uses_a_unit_is_built_from_it()
    {
        using var folder = new TemporaryFolder();
        var network = TwoLayers(folder);

        var used = Circuit.Of(network, network.Layers[0], unit: 1, cancellationToken: TestContext.Current.CancellationToken).UsedBy;

        Assert.Equal([0, 1], used.Select(part => part.Link.Unit).Order());
        Assert.All(used, part => Assert.Equal(network.Layers[1], part.Link.Layer));
        Assert.Equal(second.AsSpan(9, 9).ToArray().Sum(), used.Single(part => part.Link.Unit == 0).Link.Weight, 4);
    }

    [Fact]
    public void Every_layer_of_the_demo_network_can_be_followed()
    {
        var network = Percept.Demo.DemoNetwork.Faces.Load();

        foreach (var layer in network.Layers.Where(layer => layer.Index % 6 == 1))
        {
            using var open = new LinearizedLayer(network, layer);
            Assert.NotEmpty(open.BuiltFrom(0));
        }
    }

    [Fact]
    public void What_no_weights_lead_to_is_built_from_nothing()
    {
        using var folder = new TemporaryFolder();
        var model = new TestModel().Input("image", 1, 1, 16, 16)
            .Weight("w1", Tensor.Of([2, 1, 3, 3], first)).Node("Conv", ["image", "w1"], ["a"]).Node("Sign", ["a"], ["signs"])
            .Weight("w2", Tensor.Of([2, 2, 3, 3], second)).Node("Conv", ["signs", "w2"], ["b"]).Output("b");
        var network = TrainedNetworks.Load(folder, model, new() { Range = [0, 1] });

        var circuit = Circuit.Of(network, network.Find("b"), unit: 0, cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(circuit.Expanded.Weights, weight => Assert.Equal(0, weight));
    }

    static Network TwoLayers(TemporaryFolder folder)
    {
        var model = new TestModel().Input("image", 1, 1, 16, 16)
            .Weight("w1", Tensor.Of([2, 1, 3, 3], first)).Node("Conv", ["image", "w1"], ["a"]).Node("Relu", ["a"], ["one"])
            .Weight("w2", Tensor.Of([2, 2, 3, 3], second)).Node("Conv", ["one", "w2"], ["b"]).Node("Relu", ["b"], ["two"]).Output("two");
        return TrainedNetworks.Load(folder, model, new() { Range = [0, 1] });
    }
}
