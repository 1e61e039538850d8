using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Networks;

namespace Percept.Tests.Networks.Lowerings;

public sealed class BatchNormalizationGradientsTests
{
    static readonly string kernel = OwnOperators.Name("BatchNormalizationGradient");

    readonly Graph graph = new();

    [Fact]
    public void All_three_gradients_are_one_kernel()
    {
        var (x, p) = Inputs();
        var y = graph.EmitAll("BatchNormalization", [x, .. p], new() { ["training_mode"] = 1 }, outputs: 3)[0];
        var dXs = Gradient.Of(y, [x, p[0], p[1]], dY: graph.Input("dY", ElementType.Float32, x.Shape));

        var lowered = Device.Cpu.Lowered([.. dXs.Select((dX, i) => ($"d{i}", dX))]);

        Assert.All(lowered, each => Assert.Equal(kernel, each.Value.Producer!.Operator));
        Assert.Single(lowered.Select(each => each.Value.Producer).Distinct());
        Assert.Equal([0, 1, 2], lowered.Select(each => each.Value.OutputIndex));
        foreach (var dX in dXs) Lowered.Agrees(dX, 1e-5);
    }

    [Fact]
    public void Sums_and_the_gradients_of_other_normalizations_are_let_be()
    {
        var (x, p) = Inputs();
        var y = graph.Emit("InstanceNormalization", [x, p[0], p[1]]);

        foreach (var dX in Gradient.Of(y, [x, p[0], p[1]], dY: graph.Input("dY", ElementType.Float32, x.Shape))) Assert.DoesNotContain(kernel, Lowered.Operators(dX));
    }

    (Value X, Value[] Parameters) Inputs() => (graph.Input("x", ElementType.Float32, [5, 4, 6, 3]), [.. Enumerable.Range(0, 4).Select(i => graph.Input($"p{i}", ElementType.Float32, [4]))]);
}
