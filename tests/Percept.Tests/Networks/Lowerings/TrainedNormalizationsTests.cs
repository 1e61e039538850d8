using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class TrainedNormalizationsTests
{
    static readonly string kernel = OwnOperators.Name("BatchNormalization");

    readonly Graph graph = new();

    [Fact]
    public void In_training_it_is_our_kernel() => Assert.Equal([kernel], Lowered.Operators(Normalized(new() { ["training_mode"] = 1 }, outputs: 3)));

    [Fact]
    public void With_statistics_that_are_given_it_is_the_runtimes()
    {
        var y = Normalized(new() { ["epsilon"] = 1e-3f }, outputs: 1);

        Assert.Equal(["BatchNormalization"], Lowered.Operators(y));
    }

    Value Normalized(Attributes attributes, int outputs) =>
        graph.EmitAll("BatchNormalization", [graph.Input("x", ElementType.Float32, [3, 2, 4, 4]), .. Enumerable.Range(0, 4).Select(i => graph.Input($"p{i}", ElementType.Float32, [2]))], attributes, outputs)[0];
}
