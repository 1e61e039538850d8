using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class SignsTests
{
    readonly Graph graph = new();

    [Fact]
    public void A_sign_is_what_is_above_less_what_is_below()
    {
        var sign = graph.Emit("Sign", [graph.Input("x", ElementType.Float32, [5])]);

        Assert.Equal(["HardSigmoid", "HardSigmoid", "Sub"], Lowered.Operators(sign));
        Lowered.Agrees(sign, fill: (_, _) => [-3, -1.2e-38f, 0, 1.2e-38f, 7]);
    }

    [Fact]
    public void Signs_of_whole_numbers_are_let_be() => Assert.Equal(["Sign"], Lowered.Operators(graph.Emit("Sign", [graph.Input("x", ElementType.Int32, [5])])));
}
