using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class SamplingTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        .. from mode in new[] { "bilinear", "nearest", "bicubic" }
           from padding in new[] { "zeros", "border", "reflection" }
           from corners in new[] { 0, 1 }
           select Op("GridSample").Input(2, 3, 4, 5).Given(Grid(2, 3, 4)).With("mode", mode).With("padding_mode", padding).With("align_corners", corners).Linear(),
        .. from padding in new[] { "zeros", "border", "reflection" }
           from corners in new[] { 0, 1 }
           select (Op("GridSample").Input(1, 2, 4, 5).Input(1, 3, 2, 2).In(-0.9, 0.9).With("padding_mode", padding).With("align_corners", corners)) with { Step = 1e-3f, Seed = 11 },
        Op("GridSample").Input(1, 2, 4, 1).Given(Grid(1, 3, 2)).With("padding_mode", "reflection").With("align_corners", 1).Linear(),
        Op("GridSample").Input(1, 2, 3, 4, 5).Given(Grid(1, 3, 4).Reshape([1, 2, 2, 2, 3])).Linear(),
        Op("GridSample").Input(1, 2, 3, 4, 5).Given(Grid(1, 3, 4).Reshape([1, 2, 2, 2, 3])).With("mode", "nearest").With("padding_mode", "border").Linear(),
        Op("AffineGrid").Input(2, 2, 3).Given(2, 3, 4, 5).Linear(),
        Op("AffineGrid").Input(2, 2, 3).Given(2, 3, 4, 5).With("align_corners", 1).Linear(),
        Op("AffineGrid").Input(1, 3, 4).Given(1, 2, 3, 4, 5).Linear(),
        .. from half in new[] { "half_pixel", "output_half_pixel" }
           from samples in new[] { 0, 2 }
           select Op("RoiAlign").Input(2, 3, 6, 7).Given(Tensor.Of([3, 4], 0.5f, 1, 10.2f, 9, 2, 2, 3, 3.5f, -3, -2, 20, 16)).Given(0, 1, 1)
               .With("output_height", 2).With("output_width", 3).With("sampling_ratio", samples).With("spatial_scale", 0.5f).With("coordinate_transformation_mode", half).Linear(),
        .. from samples in new[] { 0, 1, 2 }
           select (Op("RoiAlign").Input(2, 3, 6, 7).In(0.5, 2).Given(Tensor.Of([3, 4], 0.5f, 1, 10.2f, 9, 2, 2, 3, 3.5f, -3, -2, 20, 16)).Given(0, 1, 1)
               .With("output_height", 2).With("output_width", 3).With("sampling_ratio", samples).With("spatial_scale", 0.5f).With("mode", "max")) with { Step = 1e-3f },
        Op("Col2Im").Input(2, 12, 9).Given(4, 4).Given(2, 2).Linear(),
        Op("Col2Im").Input(1, 12, 18).Given(5, 6).Given(3, 2).With("pads", 1, 0, 1, 2).With("strides", 2, 1).With("dilations", 1, 2).Linear(),
        Op("Col2Im").Input(1, 8, 8).Given(3, 3, 3).Given(2, 2, 2).Linear(),
        Op("DFT").Input(2, 5, 1).Linear(),
        Op("DFT").Input(2, 6, 1).With("onesided", 1).Linear(),
        Op("DFT").Input(2, 5, 1).With("onesided", 1).Linear(),
        Op("DFT").Input(2, 6, 2).Linear(),
        Op("DFT").Input(2, 7, 2).With("inverse", 1).Linear(),
        Op("DFT").Input(2, 7, 1).With("inverse", 1).Linear(),
        .. from length in new[] { 3L, 8 }
           from parts in new[] { 1, 2 }
           select Op("DFT").Input(2, 5, parts).Given(Tensor.Of(Shape.Scalar, length)).Linear(),
        Op("DFT").Input(2, 4, 3, 2).Given(Tensor.Of(Shape.Scalar, 6L)).Given(Tensor.Of(Shape.Scalar, 1L)).Linear(),
        Op("DFT").Input(3, 4, 1).Without().Given(Tensor.Of(Shape.Scalar, -3L)).With("onesided", 1).Linear(),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);

    [Fact]
    public void A_spatial_transformer_has_a_gradient_in_its_parameters()
    {
        var graph = new Graph();
        var (x, theta) = (graph.Input("x0", ElementType.Float32, [1, 2, 6, 6]), graph.Input("x1", ElementType.Float32, [1, 2, 3]));
        var grid = graph.Emit("AffineGrid", [theta, x.Vector([1, 2, 3, 4])]);

        GradientCheck.Check([graph.Emit("GridSample", [x, grid])], name => name == "x0" ? GradientCheck.Normal(new(4), 72) : [0.61f, 0.1f, 0.03f, -0.2f, 0.5f, 0.11f], 1e-3f, new(3), tolerance: 5e-3);
    }

    /// <summary>Places inside, on the border, and beyond it.</summary>
    static Tensor Grid(int batch, int height, int width)
    {
        var random = new Random(5);
        return Tensor.Of([batch, height, width, 2], [.. Enumerable.Range(0, batch * height * width * 2).Select(i => i == 3 ? 1f : (float)((3 * random.NextDouble()) - 1.5))]);
    }
}
