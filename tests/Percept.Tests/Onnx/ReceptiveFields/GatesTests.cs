using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Tests.Onnx.ReceptiveFields;

public sealed class GatesTests
{
    [Fact]
    public void Squeeze_and_excitation_is_a_gate_and_the_pool_of_a_classifier_is_none()
    {
        var image = Layers.Image(32, 32);
        var first = Squeezed(image.Conv(4, 3));
        var second = Squeezed(first.Conv(4, 3));
        var classes = second.GlobalPool().Reshape([1, 4]).MatMul(image.Graph.Constant(Tensor.Of([4, 3], new float[12])));

        var gates = new Gates(image, 2, 3);

        Assert.Equal(["Mul", "Mul"], gates.Nodes.Select(node => node.Operator));
        Assert.Equal([null, null], new ReceptiveFieldMap(image).Size(second).Skip(2));
        var local = new ReceptiveFieldMap(image, _ => false, gates);
        Assert.Equal([3, 3], local.Size(first).Skip(2));
        Assert.Equal([5, 5], local.Size(second).Skip(2));
        Assert.Equal("[0] x [0..1] x [8..12] x [14..18]", local.Of(second, [0, null, 10, 16], 2, 3).ToString());
        Assert.Equal("[0] x [0..1] x [0..31] x [0..31]", local.Of(classes, [0, null]).ToString());
    }

    [Theory, InlineData("InstanceNormalization"), InlineData("LayerNormalization")]
    public void The_statistics_of_a_normalisation_over_positions_are_a_gate(string operation)
    {
        var image = Layers.Image(16, 16);
        var features = image.Conv(4, 3);
        Shape sizes = operation == "LayerNormalization" ? [4, 16, 16] : [4];
        var weights = image.Graph.Constant(Tensor.Of(sizes, [.. Enumerable.Repeat(1f, (int)sizes.Elements)]));
        var normal = image.Graph.Emit(operation, [features, weights, weights], operation == "LayerNormalization" ? new() { ["axis"] = 1 } : null);

        var gates = new Gates(image, 2, 3);

        Assert.Equal(normal, Assert.Single(gates.Nodes).Y);
        Assert.Equal([null, null], new ReceptiveFieldMap(image).Size(normal).Skip(2));
        Assert.Equal([5, 5], new ReceptiveFieldMap(image, _ => false, gates).Size(normal.Conv(2, 3)).Skip(2));
    }

    [Fact]
    public void A_branch_that_has_grown_to_all_of_the_image_is_no_gate()
    {
        var image = Layers.Image(16, 16);
        var skip = image.Conv(2, 3);
        var deep = Enumerable.Range(0, 6).Aggregate(skip, (x, _) => x.Conv(2, 5));

        Assert.Empty(new Gates(image, 2, 3).Nodes);
        Assert.Equal("0..15", new ReceptiveFieldMap(image, _ => false, new Gates(image, 2, 3)).Of(skip + deep, [0, 0, 8, 8])[2].ToString());
    }

    [Fact]
    public void Pools_of_rows_alone_gate_rows_alone()
    {
        var image = Layers.Image(16, 16);
        var features = image.Conv(2, 3);
        var gated = features * features.Mean([2]);

        var gates = new Gates(image, 2, 3);

        Assert.Equal(gated, Assert.Single(gates.Nodes).Y);
        Assert.Equal("[0] x [0..1] x [4..6] x [7..9]", new ReceptiveFieldMap(image, _ => false, gates).Of(gated, [0, null, 5, 8]).ToString());
    }

    [Theory, InlineData(0), InlineData(1), InlineData(5)]
    public void Attention_is_a_gate_and_tokens_behind_it_lie_where_their_patches_do(int others)
    {
        var image = Layers.Image(16, 24);
        var stream = Attended(Attended(Tokens(image, others), others + 24), others + 24);

        var gates = new Gates(image, 2, 3);
        var local = new ReceptiveFieldMap(image, _ => false, gates);

        Assert.Equal(["MatMul", "MatMul"], gates.Nodes.Select(node => node.Operator));
        Assert.Equal("[0] x [0..1] x [0..15] x [0..23]", new ReceptiveFieldMap(image).Of(stream, [0, others, null]).ToString());
        for (var token = 0; token < others; token++) Assert.True(local.Of(stream, [0, token, null]).IsEmpty);
        for (var patch = 0; patch < 24; patch++)
            Assert.Equal(($"{patch / 6 * 4}..{(patch / 6 * 4) + 3}", $"{patch % 6 * 4}..{(patch % 6 * 4) + 3}"), local.Of(stream, [0, others + patch, null]) is var reach ? (reach[2].ToString(), reach[3].ToString()) : default);
    }

    [Fact]
    public void Attention_within_windows_is_no_gate()
    {
        var image = Layers.Image(16, 16);
        var maps = image.Conv(4, 1).Transpose(0, 2, 3, 1);
        var windows = maps.Reshape([1, 4, 4, 4, 4, 4]).Transpose(0, 1, 3, 2, 4, 5).Reshape([16, 16, 4]);
        var scores = windows.MatMul(windows.Swap(1, 2));
        var mixed = image.Graph.Emit("Softmax", [scores], new() { ["axis"] = -1 }).MatMul(windows);
        var back = maps + mixed.Reshape([1, 4, 4, 4, 4, 4]).Transpose(0, 1, 3, 2, 4, 5).Reshape([1, 16, 16, 4]);

        var gates = new Gates(image, 2, 3);

        Assert.Empty(gates.Nodes);
        Assert.Equal("[0] x [0..1] x [4..7] x [8..11]", new ReceptiveFieldMap(image, _ => false, gates).Of(back, [0, 5, 10, null]).ToString());
    }

    static Value Squeezed(Value x) => x * x.Graph.Emit("Sigmoid", [x.GlobalPool().Conv(2, 1).Relu().Conv(4, 1)]);

    static Value Tokens(Value image, int others)
    {
        var patches = image.Conv(4, 4, stride: 4, pad: 0).Reshape([1, 4, 24]).Swap(1, 2);
        return others == 0 ? patches : image.Graph.Emit("Concat", [Layers.Positive(image.Graph, [1, others, 4]), patches], new() { ["axis"] = 1 });
    }

    /// <summary>A residual attention of two heads.</summary>
    static Value Attended(Value x, int tokens)
    {
        Value Heads(int[] order) => x.MatMul(Layers.Positive(x.Graph, [4, 4])).Reshape([1, tokens, 2, 2]).Transpose(order);
        var scores = Heads([0, 2, 1, 3]).MatMul(Heads([0, 2, 3, 1]));
        var mixed = x.Graph.Emit("Softmax", [scores], new() { ["axis"] = -1 }).MatMul(Heads([0, 2, 1, 3]));
        return x + mixed.Transpose(0, 2, 1, 3).Reshape([1, tokens, 4]).MatMul(Layers.Positive(x.Graph, [4, 4]));
    }
}
