using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class ChannelScalesTests
{
    readonly Graph graph = new();
    readonly Value x;

    public ChannelScalesTests() => x = graph.Input("x", ElementType.Float32, [1, 4, 6, 6]);

    [Fact]
    public void A_number_beside_a_pool_is_written_for_each_channel()
    {
        var y = Pool(x * 0.3) * 7;

        Assert.All(((Value[])[Lowered.Of(y)]).NodesBehind().Where(node => node.Operator == "Mul"), node => Assert.Equal([4, 1, 1], node[1].Shape));
        Lowered.Agrees(y);
    }

    [Fact]
    public void A_number_beside_a_mask_is_written_for_each_channel()
    {
        var y = x * 0.3 * graph.Emit("Greater", [x, x.Scalar(0)]).Cast(ElementType.Float32);

        Assert.Equal([4, 1, 1], Lowered.Of(y).Producer!.X.Producer![1].Shape);
        Lowered.Agrees(y);
    }

    [Fact]
    public void Other_numbers_are_let_be()
    {
        Assert.Equal(Shape.Scalar, Lowered.Of(x * 0.3).Producer![1].Shape);
        Assert.Equal(Shape.Scalar, Lowered.Of(graph.Emit("Softmax", [x * 0.3])).Producer!.X.Producer![1].Shape);
    }

    Value Pool(Value value) => graph.Emit("AveragePool", [value], new() { ["kernel_shape"] = (int[])[3, 3] });
}
