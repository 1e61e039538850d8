using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;
using Percept.Tests.Onnx.Graphs;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ScatteringTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("GatherND").Input(3, 4, 2).Given(Tensor.Of([3, 2], 2L, 1, 0, -1, 2, 1)).Linear(),
        Op("GatherND").Input(3, 4, 2).Given(Tensor.Of([2, 2, 1], 2L, 1, 2, -3)).Linear(),
        Op("GatherND").Input(2, 3, 4).Given(Tensor.Of([2, 1, 1], 1L, -1)).With("batch_dims", 1).Linear(),
        Op("GatherND").Input(2, 3, 4, 2).Given(Tensor.Of([2, 3, 2, 2], [.. Enumerable.Range(0, 24).Select(i => (long)(i % 2))])).With("batch_dims", 2).Linear(),
        Op("GatherND").Input(2, 3).Given(Tensor.Of([1, 2], 1L, 1)).Linear(),
        Op("ScatterElements").Input(3, 4).Given(Tensor.Of([2, 2], 2L, 1, 0, -1)).Input(2, 2).Linear(),
        Op("ScatterElements").Input(3, 4).Given(Tensor.Of([3, 2], 2L, 1, 0, 3, 1, 0)).Input(3, 2).With("axis", -1).Linear(),
        Op("ScatterElements").Input(3, 4).Given(Tensor.Of([2, 2], 2L, 1, 2, 1)).Input(2, 2).With("reduction", "add").Linear(),
        .. from reduction in new[] { "max", "min" }
           from op in new[]
           {
               Op("ScatterElements").Input(3, 4).Given(Tensor.Of([2, 2], 2L, 1, 0, -1)).Input(2, 2), Op("ScatterElements").Input(3, 4).Given(Tensor.Of([3, 2], 2L, 1, 1, 3, 1, 0)).Input(3, 2).With("axis", -1),
               Op("ScatterND").Input(3, 4).Given(Tensor.Of([3, 1], 2L, 0, 2)).Input(3, 4), Op("ScatterND").Input(3, 4).Given(Tensor.Of([3, 2], 2L, 1, 0, -1, 2, 1)).Input(3),
           }
           select op.With("reduction", reduction).Distinct(),
        Op("ScatterElements").Input(3, 4).In(0.5, 2).Given(Tensor.Of([2, 2], 2L, 1, 0, -1)).Input(2, 2).In(0.5, 2).With("reduction", "mul"),
        Op("ScatterElements").Input(3, 4).In(0.5, 2).Given(Tensor.Of([3, 2], 2L, 1, 1, 3, 1, 0)).Input(3, 2).In(0.5, 2).With("axis", -1).With("reduction", "mul"),
        Op("ScatterND").Input(3, 4).In(0.5, 2).Given(Tensor.Of([3, 1], 2L, 0, 2)).Input(3, 4).In(0.5, 2).With("reduction", "mul"),
        Op("ScatterND").Input(3, 4).In(0.5, 2).Given(Tensor.Of([3, 2], 2L, 1, 0, -1, 2, 1)).Input(3).In(0.5, 2).With("reduction", "mul"),
        Op("ScatterND").Input(3, 4).Given(Tensor.Of([2, 1], 2L, 0)).Input(2, 4).Linear(),
        Op("ScatterND").Input(3, 4).Given(Tensor.Of([2, 1, 2], 2L, 1, 0, -1)).Input(2, 1).Linear(),
        Op("ScatterND").Input(3, 4).Given(Tensor.Of([2, 1], 2L, 0)).Input(2, 4).With("reduction", "add").Linear(),
        .. from exclusive in new[] { 0, 1 }
           from reverse in new[] { 0, 1 }
           select Op("CumSum").Input(3, 4).Given(Tensor.Of(Shape.Scalar, reverse == 0 ? 0L : -1)).With("exclusive", exclusive).With("reverse", reverse).Linear(),
        Op("ReverseSequence").Input(4, 3).Given(2, 4, 1).Linear(),
        Op("MaxUnpool").Input(1, 2, 2, 2).Given(Tensor.Of([1, 2, 2, 2], 0L, 3, 9, 14, 17, 18, 24, 31)).With("kernel_shape", 2, 2).With("strides", 2, 2).Linear(),
        Op("MaxUnpool").Input(1, 1, 2, 2).Given(Tensor.Of([1, 1, 2, 2], 0L, 3, 9, 14)).Given(1, 1, 5, 5).With("kernel_shape", 2, 2).With("strides", 2, 2).Linear(),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);

    [Fact]
    public void A_factor_of_zero_has_the_product_of_the_others()
    {
        var graph = new Graph();
        var (x, u) = (graph.Input("x", ElementType.Float32, [3]), graph.Input("u", ElementType.Float32, [5]));
        var y = graph.Emit("ScatterElements", [x, x.Vector([0, 0, 1, 1, 1]), u], new() { ["reduction"] = "mul" });
        var gradients = Percept.Onnx.Gradients.Gradient.Of(y.Sum([0]), [x, u]);

        var found = Runtime.Run(graph, [("dx", gradients[0]), ("du", gradients[1])], new Dictionary<string, Tensor> { ["x"] = Tensor.Of([3], 2f, 3, 5), ["u"] = Tensor.Of([5], 0f, 7, 0, 0, 4) });

        // 2 * 0 * 7, of which the zero has 2 * 7 and the seven nothing; 3 * 0 * 0 * 4 has two zeros.
        Assert.Equal([0f, 0, 1], found["dx"].To<float>());
        Assert.Equal([14f, 0, 0, 0, 0], found["du"].To<float>());
    }

    [Fact]
    public void A_reduction_that_does_not_exist_is_named()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [3]);
        var y = graph.Emit("ScatterElements", [x, x.Vector([1]), x.Scalar(2).Expand([1])], new() { ["reduction"] = "mode" });

        Assert.Contains("with the reduction 'mode'", Assert.Throws<GraphException>(() => Percept.Onnx.Gradients.Gradient.Of(y, [x])).Message, StringComparison.Ordinal);
    }
}
