using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class PoolsTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("MaxPool").Input(2, 4, 6, 4).Distinct().With("kernel_shape", 2, 2).With("strides", 2, 2),
        Op("MaxPool").Input(1, 2, 6, 6).Distinct().With("kernel_shape", 3, 2).With("strides", 3, 2),
        Op("MaxPool").Input(2, 3, 7, 6).Distinct().With("kernel_shape", 2, 2).With("strides", 2, 2),
        Op("MaxPool").Input(2, 3, 7, 6).Distinct().With("kernel_shape", 2, 2).With("strides", 2, 2).With("ceil_mode", 1),
        Op("MaxPool").Input(2, 3, 7, 8).Distinct().With("kernel_shape", 3, 3).With("strides", 2, 2).With("pads", 1, 1, 1, 1),
        Op("MaxPool").Input(2, 3, 7, 8).Distinct().With("kernel_shape", 3, 3).With("strides", 2, 2).With("pads", 0, 1, 1, 0).With("ceil_mode", 1),
        Op("MaxPool").Input(2, 3, 5, 5).Distinct().With("kernel_shape", 3, 3).With("pads", 1, 1, 1, 1),
        Op("MaxPool").Input(1, 3, 7, 7).Distinct().With("kernel_shape", 2, 3).With("dilations", 2, 2),
        Op("MaxPool").Input(1, 3, 7, 6).Distinct().With("kernel_shape", 3, 3).With("strides", 2, 2).With("auto_pad", "SAME_UPPER"),
        Op("MaxPool").Input(2, 3, 9).Distinct().With("kernel_shape", [3]).With("strides", [2]),
        Op("MaxPool").Input(1, 2, 4, 5, 6).Distinct().With("kernel_shape", 2, 2, 2).With("strides", 2, 2, 2),
        Op("AveragePool").Input(2, 4, 6, 4).With("kernel_shape", 2, 2).With("strides", 2, 2).Linear(),
        Op("AveragePool").Input(2, 4, 7, 8).With("kernel_shape", 3, 3).With("strides", 2, 2).With("pads", 1, 1, 1, 1).Linear(),
        Op("AveragePool").Input(2, 4, 7, 8).With("kernel_shape", 3, 3).With("strides", 2, 2).With("pads", 1, 1, 1, 1).With("count_include_pad", 1).Linear(),
        Op("AveragePool").Input(2, 4, 7, 8).With("kernel_shape", 3, 3).With("strides", 2, 2).With("ceil_mode", 1).Linear(),
        Op("AveragePool").Input(2, 4, 8, 8).With("kernel_shape", 3, 3).With("strides", 2, 2).With("pads", 1, 1, 0, 0).With("ceil_mode", 1).With("count_include_pad", 1).Linear(),
        Op("AveragePool").Input(2, 4, 7, 8).With("kernel_shape", 3, 3).With("pads", 1, 1, 1, 1).Linear(),
        Op("AveragePool").Input(2, 4, 7, 8).With("kernel_shape", 3, 2).With("pads", 1, 0, 0, 1).With("count_include_pad", 1).Linear(),
        Op("AveragePool").Input(2, 4, 7, 8).With("kernel_shape", 2, 3).Linear(),
        Op("AveragePool").Input(1, 3, 7, 8).With("kernel_shape", 3, 3).With("strides", 2, 3).With("auto_pad", "SAME_LOWER").Linear(),
        Op("AveragePool").Input(1, 3, 7, 8).With("kernel_shape", 2, 2).With("dilations", 2, 3).Linear(),
        Op("AveragePool").Input(1, 3, 9).With("kernel_shape", [3]).With("strides", [2]).Linear(),
        Op("AveragePool").Input(1, 2, 4, 5, 6).With("kernel_shape", 2, 2, 3).With("strides", 2, 1, 2).Linear(),
        Op("LpPool").Input(2, 4, 6, 4).With("kernel_shape", 2, 2).With("strides", 2, 2),
        Op("LpPool").Input(1, 3, 7, 8).With("kernel_shape", 3, 2).With("strides", 2, 1).With("pads", 1, 0, 0, 1).With("p", 3).With("auto_pad", "NOTSET"),
        Op("LpPool").Input(1, 3, 7, 8).AwayFrom(0).With("kernel_shape", 3, 3).With("p", 1).With("auto_pad", "SAME_UPPER"),
        Op("LpPool").Input(1, 2, 7, 7).With("kernel_shape", 2, 3).With("dilations", 2, 1).With("ceil_mode", 1).With("strides", 2, 2),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);

    [Theory]
    [InlineData(2, new[] { 0.25f, 0.25f, 0.25f, 0.25f, 0, 1, 0, 0 })]
    [InlineData(1, new[] { 1f, 0, 1, 0, 0, 1, 1, 0 })]
    public void A_tie_is_shared_within_a_tile_and_else_goes_to_the_first(int stride, float[] expected)
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 2, 2, 2]);
        var y = graph.Emit("MaxPool", [x], new() { ["kernel_shape"] = (int[])[2, 2], ["strides"] = (int[])[stride, stride], ["pads"] = (int[])[0, 0, 2 - stride, 0] });
        var dX = Gradient.Of(y, [x])[0];
        using var session = new Session([("dX", dX)]);

        ((float[])[3, 3, 3, 3, 0, 5, 1, 1]).CopyTo(session.Input("x"));
        session.Run();

        Assert.Equal(expected, session.Output("dX").ToArray());
    }
}
