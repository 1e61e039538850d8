using Percept.Networks;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients.Forms;

public sealed class OpsTests
{
    readonly Graph graph = new();

    [Fact]
    public void Both_forms_of_the_adjoint_of_a_maximum_over_tiles_agree()
    {
        var x = graph.Input("x", ElementType.Float32, [2, 8, 12, 9]);
        var y = graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[2, 3], ["strides"] = (int[])[2, 3] });
        var dY = graph.Input("dY", ElementType.Float32, y.Shape);
        using var session = new Session([("tiles", Ops.MaxTilesAdjoint(x, y, dY, [2, 3])), ("any", Ops.MaxPoolAdjoint(y.Producer!, dY))]);

        GradientCheck.Normal(new(1), (int)x.Shape.Elements).CopyTo(session.Input("x"));
        GradientCheck.Normal(new(2), (int)dY.Shape.Elements).CopyTo(session.Input("dY"));
        session.Run();

        Assert.Equal(session.Output("any").ToArray(), session.Output("tiles").ToArray());
    }
}
