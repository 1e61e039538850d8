using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Tests.Onnx.ReceptiveFields;

public sealed class ReceptiveFieldTests
{
    [Theory]
    [InlineData(0, "0..1")]
    [InlineData(3, "5..7")]
    [InlineData(6, "11..12")]
    public void Taps_in_the_padding_do_not_count(int row, string rows)
    {
        var image = Layers.Image(13, 13);

        AssertReceptiveField($"[0] x [0..1] x [{rows}] x [1..3]", image.Conv(4, 3, 2), [0, 1, row, 1]);
    }

    [Fact]
    public void Dilation_and_strides_leave_holes()
    {
        var image = Layers.Image(32, 32);

        AssertReceptiveField("[0] x [0..1] x [8, 11, 14] x [14, 17, 20]", image.Conv(4, 3, dilation: 3), [0, 1, 11, 17]);
        AssertReceptiveField("[0] x [0..1] x [8, 10, 12] x [10, 12, 14]", image.Conv(4, 1, 2).Conv(4, 3), [0, 1, 5, 6]);
    }

    [Fact]
    public void A_shortcut_fills_the_hole_in_the_middle_of_its_branch()
    {
        var image = Layers.Image(16, 16);

        AssertReceptiveField("[0] x [0..1] x [6, 8, 10] x [6, 8, 10]", image + image.Conv(2, 2, dilation: 4, pad: 2), [0, 1, 8, 8]);
    }

    [Fact]
    public void A_depthwise_unit_sees_its_own_channel_in_its_own_image_of_the_batch()
    {
        var batch = new Graph().Input("image", ElementType.Float32, [3, 4, 8, 8]);

        AssertReceptiveField("[1] x [2] x [2..4] x [3..5]", batch.Conv(4, 3, group: 4), [1, 2, 3, 4]);
        AssertReceptiveField("[1] x [2..3] x [2..4] x [3..5]", batch.Conv(2, 3, group: 2), [1, 1, 3, 4]);
        AssertReceptiveField("[0..2] x [2] x [2..4] x [0..7]", batch.Conv(4, 3, group: 4), [null, 2, 3, null]);
    }

    [Fact]
    public void Channels_last_are_channels_all_the_same()
    {
        var image = new Graph().Input("image", ElementType.Float32, [1, 16, 20, 3]);

        AssertReceptiveField("[0] x [4..6] x [8..10] x [0..2]", image.Transpose(0, 3, 1, 2).Conv(4, 3).Relu().Transpose(0, 2, 3, 1), [0, 5, 9, 3]);
    }

    [Fact]
    public void A_gate_sees_the_whole_image_and_local_reach_ignores_it()
    {
        var image = Layers.Image(16, 16);
        var x = image.Conv(4, 3);
        var gated = x * x.Graph.Emit("Sigmoid", [x.Mean([2, 3]).Conv(4, 1)]);

        AssertReceptiveField("[0] x [0..1] x [0..15] x [0..15]", gated, [0, 0, 5, 5]);
        Assert.Equal("[0] x [0..1] x [4..6] x [4..6]", new ReceptiveFieldMap(image, ignored: node => node.Operator == "ReduceMean").Of(gated, [0, 0, 5, 5]).ToString());
    }

    [Fact]
    public void All_units_together_miss_what_strides_jump_over()
    {
        var image = Layers.Image(8, 8);

        AssertReceptiveField("[0] x [0..1] x [0, 3, 6] x [0, 3, 6]", image.Conv(1, 1, 3).GlobalPool(), [0, 0, 0, 0]);
    }

    [Fact]
    public void Normalisations_mix_the_axes_they_are_taken_over()
    {
        var image = Layers.Image(8, 9, channels: 6);
        Value Of(string operation, Attributes attributes, int parameters) => image.Graph.Emit(
            operation, [image, .. Enumerable.Range(0, parameters).Select(i => Layers.Positive(image.Graph, operation == "LayerNormalization" ? [9] : operation == "GroupNormalization" ? [3] : [6]))], attributes);

        AssertReceptiveField("[0] x [3] x [4] x [5]", Of("BatchNormalization", Attributes.None, 4), [0, 3, 4, 5]);
        AssertReceptiveField("[0] x [3] x [0..7] x [0..8]", Of("InstanceNormalization", Attributes.None, 2), [0, 3, 4, 5]);
        AssertReceptiveField("[0] x [2..3] x [0..7] x [0..8]", Of("GroupNormalization", new() { ["num_groups"] = 3 }, 2), [0, 3, 4, 5]);
        AssertReceptiveField("[0] x [3] x [4] x [0..8]", Of("LayerNormalization", Attributes.None, 2), [0, 3, 4, 5]);
        AssertReceptiveField("[0] x [2..5] x [4] x [5]", Of("LRN", new() { ["size"] = 4 }, 0), [0, 3, 4, 5]);
        AssertReceptiveField("[0] x [0..5] x [4] x [5]", Of("Softmax", new() { ["axis"] = 1 }, 0), [0, 3, 4, 5]);
        AssertReceptiveField("[0] x [3] x [0..4] x [5]", image.Graph.Emit("CumSum", [image, image.Graph.Constant(Tensor.Of(2))]), [0, 3, 4, 5]);
    }

    [Fact]
    public void A_classifier_behind_a_flattened_map_sees_all_of_it_and_a_flattened_unit_only_its_own()
    {
        var image = Layers.Image(8, 8);
        var flat = image.Conv(4, 3).Graph.Emit("Flatten", [image.Conv(4, 3)]);

        AssertReceptiveField("[0] x [0..1] x [1..3] x [4..6]", flat, [0, (3 * 64) + (2 * 8) + 5]);
        AssertReceptiveField("[0] x [0..1] x [0..7] x [0..7]", flat.Graph.Emit("Gemm", [flat, Layers.Positive(flat.Graph, [10, 256])], new() { ["transB"] = 1 }), [0, 3]);
    }

    [Fact]
    public void A_token_attends_to_its_window_alone()
    {
        var image = Layers.Image(8, 8, channels: 4);
        var windows = image.Transpose(0, 2, 3, 1).Reshape([1, 2, 4, 2, 4, 4]).Transpose(0, 1, 3, 2, 4, 5).Reshape([4, 16, 4]);
        var attention = image.Graph.Emit("Softmax", [windows.MatMul(windows.Transpose(0, 2, 1))], new() { ["axis"] = -1 });

        AssertReceptiveField("[0] x [0..3] x [4..7] x [0..3]", attention.MatMul(windows), [2, 5, 1]);
    }

    [Fact]
    public void Operators_that_are_not_known_see_all_of_their_inputs()
    {
        var image = Layers.Image(8, 8);
        var found = image.Graph.Emit("GatherND", [image.Conv(2, 3), image.Graph.Constant(Tensor.Of([1, 4], 0, 0, 0, 0))]);

        AssertReceptiveField("[0] x [0..1] x [0..7] x [0..7]", found, [0]);
    }

    [Fact]
    public void A_unit_that_depends_on_nothing_has_an_empty_reach()
    {
        var image = Layers.Image(8, 8);
        var other = image.Graph.Input("other", ElementType.Float32, [1, 2, 8, 8]);
        var padded = image.Pad([0, 0, 3, 0], [0, 0, 0, 0]);

        Assert.True(ReceptiveField.Of(other.Conv(1, 3), [0, 0, 0, 0], image).IsEmpty);
        Assert.True(ReceptiveField.Of(padded, [0, 0, 2, 0], image).IsEmpty);
        AssertReceptiveField("[0] x [1] x [0] x [4]", padded, [0, 1, 3, 4]);
        Assert.Equal([0, 0], new ReceptiveFieldMap(image).Size(other).Skip(2));
    }

    [Fact]
    public void Receptive_field_on_a_layer_between_is_one_on_an_input()
    {
        var image = Layers.Image(16, 16);
        var middle = image.Conv(4, 3);

        Assert.Equal("[0] x [0..3] x [4..8] x [4..8]", ReceptiveField.Of(middle.Conv(2, 3).Conv(2, 3), [0, 0, 6, 6], middle).ToString());
    }

    static void AssertReceptiveField(string expected, Value unit, int?[] at) => Assert.Equal(expected, ReceptiveField.Of(unit, at, unit.Graph.Inputs[0]).ToString());
}
