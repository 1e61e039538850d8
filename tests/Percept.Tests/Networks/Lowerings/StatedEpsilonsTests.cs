using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks.Lowerings;

public sealed class StatedEpsilonsTests
{
    readonly Graph graph = new();

    [Fact]
    public void An_epsilon_is_stated()
    {
        var y = Normalized([]);

        Assert.Equal(1e-5f, Lowered.Of(y).Producer!.Attributes.Float("epsilon"));
        Lowered.Agrees(y);
    }

    [Fact]
    public void One_that_is_stated_stays() => Assert.Equal(0.1f, Lowered.Of(Normalized(new() { ["epsilon"] = 0.1f })).Producer!.Attributes.Float("epsilon"));

    Value Normalized(Attributes attributes) => graph.Emit("BatchNormalization", [graph.Input("x", ElementType.Float32, [1, 3, 4, 4]), .. Enumerable.Range(0, 3).Select(i => graph.Constant(Runtime.Noise(i, 3))), graph.Constant(Tensor.Of([3], 0.5f, 1, 2))], attributes);
}
