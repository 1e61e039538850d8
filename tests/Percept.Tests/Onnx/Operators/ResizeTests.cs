using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ResizeTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        To("nearest", "asymmetric", 8, 15).With("nearest_mode", "floor"),
        To("nearest", "half_pixel", 8, 10),
        .. from nearest in new[] { "round_prefer_floor", "round_prefer_ceil", "floor", "ceil" }
           from coordinates in new[] { "half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel" }
           select To("nearest", coordinates, 7, 3).With("nearest_mode", nearest),
        .. from mode in new[] { "linear", "cubic" }
           from coordinates in new[] { "half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "half_pixel_symmetric" }
           from size in new[] { 2, 7 }
           select To(mode, coordinates, size, 9),
        To("cubic", "half_pixel", 7, 9).With("exclude_outside", 1),
        To("linear", "half_pixel", 7, 1),
        By("linear", 1.7f, 0.6f).With("coordinate_transformation_mode", "half_pixel"),
        By("nearest", 2.3f, 0.6f).With("coordinate_transformation_mode", "asymmetric").With("nearest_mode", "floor"),
        By("linear", 2, 3).With("coordinate_transformation_mode", "asymmetric"),
        Op("Resize").Input(1, 2, 4, 5).Given(Tensor.Of([8], 0, 0, 0.2f, -0.2f, 1, 1, 0.7f, 1.1f)).Without().Given(1, 2, 6, 7).With("mode", "linear").With("coordinate_transformation_mode", "tf_crop_and_resize").Linear(),
        Op("Resize").Input(1, 4, 5, 2).Without().Without().Given(1, 6, 7, 2).With("mode", "linear").Linear(),
        Op("Resize").Input(1, 2, 4, 5).Without().Without().Given(8, 10).With("axes", 2, 3).With("mode", "nearest").Linear(),
        Op("Resize").Input(2, 4).Without().Without().Given(2, 7).With("mode", "linear").Linear(),
        .. from mode in new[] { "linear", "cubic" }
           from coordinates in new[] { "half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel" }
           from width in new[] { 3, 9 }
           select To(mode, coordinates, 2, width).With("antialias", 1),
        By("linear", 0.6f, 0.45f).With("antialias", 1),
        By("cubic", 0.6f, 0.45f).With("antialias", 1).With("exclude_outside", 1),
        By("linear", 1.1f, 1.15f),
        By("linear", 1.1f, 1.5f),
        By("nearest", 1.1f, 1.5f),
        Op("Resize").Input(1, 2, 4, 5).Without().Without().Given(3, 9).With("axes", -2, -1).With("mode", "linear").Linear(),
        .. from policy in new[] { "not_larger", "not_smaller" }
           from mode in new[] { "linear", "nearest" }
           select Op("Resize").Input(1, 2, 4, 5).Without().Without().Given(7, 7).With("axes", 2, 3).With("mode", mode).With("keep_aspect_ratio_policy", policy).Linear(),
        Op("Resize").Input(1, 2, 4, 5).Without().Without().Given(3, 3).With("axes", 2, 3).With("mode", "linear").With("antialias", 1).With("keep_aspect_ratio_policy", "not_larger").Linear(),
        Op("Resize").Input(1, 2, 3, 4, 5).Without().Without().Given(1, 2, 5, 6, 3).With("mode", "linear").Linear(),
        Op("Resize").Input(2, 4, 5, 3).Without().Given(Tensor.Of([4], 1f, 2f, 2f, 1f)).With("mode", "nearest").With("coordinate_transformation_mode", "asymmetric").With("nearest_mode", "floor").Linear(),
        Op("Resize").Input(1, 2, 4, 5).Given(Tensor.Of([4], -0.2f, 0.1f, 1.1f, 0.8f)).Without().Given(6, 7).With("axes", 2, 3).With("mode", "cubic").With("coordinate_transformation_mode", "tf_crop_and_resize").Linear(),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);

    static OpCase To(string mode, string coordinates, long height, long width) => Op("Resize").Input(1, 2, 4, 5).Without().Without().Given(1, 2, height, width)
        .With("mode", mode).With("coordinate_transformation_mode", coordinates).Linear();

    static OpCase By(string mode, float height, float width) => Op("Resize").Input(1, 2, 4, 5).Without().Given(Tensor.Of([4], 1, 1, height, width)).With("mode", mode).Linear();
}
