using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;

namespace Percept.Tests.Networks.Lowerings;

public sealed class PhaseSumsTests
{
    readonly Graph graph = new();

    [Fact]
    public void Strided_branches_are_added_before_their_phases_are_brought_together()
    {
        var random = new Random(5);
        Value Conv(Value x, int size) => graph.Emit("Conv", [x, graph.Constant(Tensor.Of([8, 12, size, size], GradientCheck.Normal(random, 96 * size * size)))], new()
        {
            ["strides"] = (int[])[2, 2],
            ["pads"] = (int[])[size / 2, size / 2, size / 2, size / 2],
        });
        var x = graph.Input("x", ElementType.Float32, [1, 12, 7, 9]);
        Value y = Conv(x, 3) + Conv(x, 1);
        GradientCheck.Check([y], _ => GradientCheck.Normal(random, (int)x.Shape.Elements), 1, random);

        var dX = Gradient.Of(y, [x])[0];
        var lowered = Lowered.Of(dX);

        Assert.Equal("Slice", lowered.Producer!.Operator);
        Assert.Equal(OwnOperators.Name("Interleave"), lowered.Producer.X.Producer!.Operator);
        Assert.Equal(["Add", "Conv", "Conv", "Conv"], lowered.Producer.X.Producer.X.Producer!.Inputs.Select(phase => phase!.Producer!.Operator));
        Lowered.Agrees(dX, 1e-6);
    }

    [Fact]
    public void Others_are_added_where_they_are()
    {
        var (x, z) = (graph.Input("x", ElementType.Float32, [1, 8, 3, 3]), graph.Input("z", ElementType.Float32, [1, 2, 6, 6]));
        var whole = graph.Emit("DepthToSpace", [x], new() { ["blocksize"] = 2 });
        var other = graph.Emit("DepthToSpace", [x * 2], new() { ["blocksize"] = 2, ["mode"] = "CRD" });

        Assert.Equal([OwnOperators.Name("Interleave"), "Add"], Lowered.Operators(whole + z));
        Assert.Equal("Add", Lowered.Of(whole + other).Producer!.Operator);
    }
}
