using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class TileDifferencesTests
{
    readonly Graph graph = new();

    [Fact]
    public void A_difference_from_tiles_is_a_sum_with_their_negatives()
    {
        var y = Difference("nearest");

        Assert.Equal(["Mul", "Resize", "Add"], Lowered.Operators(y));
        Lowered.Agrees(y);
    }

    [Fact]
    public void A_difference_from_what_is_interpolated_is_let_be() => Assert.Equal(["Resize", "Sub"], Lowered.Operators(Difference("linear")));

    Value Difference(string mode) => graph.Input("x", ElementType.Float32, [1, 4, 6, 6])
        - graph.Emit("Resize", [graph.Input("tile", ElementType.Float32, [1, 4, 3, 3]), null, graph.Constant(Tensor.Of([4], 1f, 1, 2, 2))], new() { ["mode"] = mode });
}
