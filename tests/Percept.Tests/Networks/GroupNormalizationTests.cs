using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks;

/// <summary>GroupNormalization as PyTorch exports it before opset 21: an InstanceNormalization of groups between two reshapes.</summary>
public sealed class GroupNormalizationTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_one_operator_that_keeps_positions_and_computes_the_same()
    {
        var model = Model();
        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["image"] = Random(1, 3, 9, 11) };

        var graph = model.Read().Build();
        var (expected, actual) = (Runtime.Run(model.Bytes, given)["y"], Runtime.Run(graph, [("y", graph.Find("y")!)], given)["y"]);

        Assert.Equal("GroupNormalization", graph.Find("normal")!.Producer!.Operator);
        Assert.Equal(expected.To<double>(), actual.To<double>(), (a, b) => Math.Abs(a - b) <= 1e-4 * Math.Max(1, Math.Abs(a)));
    }

    [Fact]
    public void Layers_behind_it_have_positions_and_its_statistics_are_one_gate()
    {
        var network = Network.Load(folder.Write("grouped.onnx", Model().Bytes));

        Assert.Equal(["r1", "y"], network.Layers.Select(layer => layer.Tensor));
        Assert.Equal([(9, 11, 3), (9, 11, 5)], network.Layers.Select(layer => (layer.Height, layer.Width, layer.LocalHeight)));
        Assert.Equal(new GlobalGate("normal", "GroupNormalization", GateKind.Normalization), Assert.Single(network.Gates));
    }

    static TestModel Model() => new TestModel(14).Input("image", 1, 3, 9, 11)
        .Weight("w1", Random(4, 3, 3, 3)).Weight("w2", Random(6, 4, 3, 3)).Weight("ones", Tensor.Of([2], 1f, 1)).Weight("zeros", Tensor.Of([2], 0f, 0))
        .Weight("groups", Tensor.Of([3], 1L, 2, -1)).Weight("sizes", Tensor.Of([4], 1L, 4, 9, 11)).Weight("scale", Random(4, 1, 1)).Weight("bias", Random(4, 1, 1))
        .Node("Conv", ["image", "w1"], ["c1"], Padded).Node("Reshape", ["c1", "groups"], ["flat"]).Node("InstanceNormalization", ["flat", "ones", "zeros"], ["grouped"])
        .Node("Reshape", ["grouped", "sizes"], ["normal"]).Node("Mul", ["normal", "scale"], ["scaled"]).Node("Add", ["scaled", "bias"], ["shifted"]).Node("Relu", ["shifted"], ["r1"])
        .Node("Conv", ["r1", "w2"], ["c2"], Padded).Node("Relu", ["c2"], ["y"]).Output("y");

    static Attributes Padded => new() { ["pads"] = (int[])[1, 1, 1, 1] };

    static Tensor Random(params int[] sizes)
    {
        var (random, shape) = (new Random(sizes.Length), Shape.Of(sizes));
        return Tensor.Of(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => random.NextSingle() - 0.3f)]);
    }
}
