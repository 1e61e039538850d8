using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class FusedConvolutionsTests
{
    readonly Graph graph = new();
    readonly Value x;

    public FusedConvolutionsTests() => x = graph.Input("x", ElementType.Float32, [2, 64, 30, 29]);

    [Fact]
    public void A_Relu_is_the_convolutions() => Is(Rectified(Convolution(x)), "BiasedWinograd");

    [Fact]
    public void So_are_a_residual_sum_and_its_Relu()
    {
        Is(Rectified(Convolution(x) + x), "SummedWinograd");
        Is(Rectified(x + Convolution(x)), "SummedWinograd");
    }

    [Fact]
    public void A_sum_needs_no_bias_and_no_Relu() => Is(Convolution(x, biased: false) + x, "SummedWinograd");

    [Fact]
    public void Of_two_convolutions_that_are_added_one_adds() => Is(Rectified(Convolution(x) + Convolution(x, seed: 7)), "BiasedWinograd", "SummedWinograd");

    [Fact]
    public void What_is_wanted_itself_is_not_taken_in()
    {
        var y = Convolution(x);
        var lowered = Device.Cpu.Lowered([("y", y), ("z", Rectified(y))]);

        Assert.Equal([OwnOperators.Name("BiasedWinograd"), "Relu"], lowered.Select(each => each.Value).NodesBehind().Select(node => node.Operator));
        Is(y + Rectified(y), "BiasedWinograd", "Relu", "Add");
    }

    [Fact]
    public void A_sum_that_repeats_a_value_is_the_runtimes() => Is(Convolution(x) + graph.Input("b", ElementType.Float32, [64, 1, 1]), "BiasedWinograd", "Add");

    [Fact]
    public void The_runtimes_convolutions_keep_theirs() => Is(Rectified(graph.Emit("Conv", [x, graph.Constant(Runtime.Noise(1, 8, 64, 1, 1))])), "Conv", "Relu");

    static void Is(Value y, params string[] operators)
    {
        Assert.Equal(operators, Lowered.Operators(y).Select(name => name.Split(':')[^1]));
        Lowered.Agrees(y, 1e-5);
    }

    static Value Rectified(Value y) => y.Graph.Emit("Relu", [y]);

    Value Convolution(Value x, bool biased = true, int seed = 1)
    {
        Value[] inputs = [x, graph.Constant(Runtime.Noise(seed, 64, 64, 3, 3))];
        return graph.Emit("Conv", biased ? [.. inputs, graph.Constant(Runtime.Noise(seed + 1, 64))] : inputs, new() { ["pads"] = (int[])[1, 1, 1, 1] });
    }
}
