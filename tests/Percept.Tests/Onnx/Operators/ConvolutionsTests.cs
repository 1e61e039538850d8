using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class ConvolutionsTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        .. from weights in new[] { "input", "fixed" }
           from each in Convolutions
           select Conv("Conv", weights, each),
        .. from weights in new[] { "input", "fixed" }
           from each in Transposed
           select Conv("ConvTranspose", weights, each),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_rule_agrees_with_differences(OpCase each) => GradientCheck.Check(each);

    static IEnumerable<(int[] X, int[] W, Func<OpCase, OpCase> Settings)> Convolutions =>
    [
        ([2, 4, 7, 8], [6, 4, 3, 3], op => op.With("pads", 1, 1, 1, 1)),
        ([2, 4, 7, 8], [6, 4, 3, 3], op => op.With("pads", 1, 0, 2, 1).With("strides", 2, 2)),
        ([1, 3, 9, 8], [4, 3, 3, 2], op => op.With("strides", 2, 1).With("pads", 1, 0, 2, 1)),
        ([1, 3, 11, 11], [4, 3, 7, 7], op => op.With("strides", 2, 2).With("pads", 3, 3, 3, 3)),
        ([1, 12, 9, 9], [4, 12, 5, 5], op => op.With("strides", 2, 2).With("pads", 2, 2, 2, 2)),
        ([1, 12, 8, 8], [4, 12, 1, 1], op => op.With("strides", 2, 2)),
        ([1, 12, 10, 9], [4, 12, 2, 3], op => op.With("strides", 3, 3)),
        ([1, 3, 10, 9], [4, 3, 2, 1], op => op.With("strides", 3, 3)),
        ([1, 4, 12, 11], [6, 2, 3, 3], op => op.With("group", 2).With("strides", 2, 2).With("dilations", 2, 3).With("pads", 2, 3, 2, 3)),
        ([1, 4, 12, 11], [6, 2, 3, 3], op => op.With("group", 2).With("dilations", 3, 2)),
        ([2, 6, 7, 8], [6, 1, 3, 3], op => op.With("group", 6).With("pads", 1, 1, 1, 1)),
        ([2, 6, 7, 8], [12, 1, 3, 3], op => op.With("group", 6).With("strides", 2, 2).With("auto_pad", "SAME_UPPER")),
        ([1, 2, 7, 8], [3, 2, 3, 3], op => op.With("strides", 2, 2).With("auto_pad", "SAME_LOWER")),
        ([1, 2, 7, 8], [3, 2, 3, 3], op => op.With("auto_pad", "VALID").With("strides", 3, 2)),
        ([2, 3, 10], [4, 3, 3], op => op.With("strides", [2]).With("pads", 1, 2)),
        ([1, 2, 5, 6, 4], [3, 2, 3, 2, 1], op => op.With("strides", 2, 1, 3).With("pads", 1, 0, 0, 1, 1, 0)),
        ([1, 9, 5, 5], [2, 9, 3, 3], op => op.With("strides", 4, 4)),
    ];

    static IEnumerable<(int[] X, int[] W, Func<OpCase, OpCase> Settings)> Transposed =>
    [
        ([2, 4, 5, 4], [4, 3, 3, 3], op => op),
        ([1, 4, 5, 4], [4, 3, 3, 3], op => op.With("strides", 2, 2).With("pads", 1, 1, 1, 1).With("output_padding", 1, 1)),
        ([1, 4, 5, 4], [4, 3, 2, 3], op => op.With("strides", 2, 3).With("pads", 0, 1, 1, 0).With("group", 2)),
        ([1, 4, 5, 4], [4, 1, 3, 3], op => op.With("group", 4).With("dilations", 2, 1)),
        ([1, 2, 5, 4], [2, 3, 3, 3], op => op.With("strides", 2, 2).With("auto_pad", "SAME_UPPER")),
        ([1, 2, 5, 4], [2, 3, 3, 3], op => op.With("strides", 2, 2).With("output_shape", 10, 9)),
        ([2, 3, 6], [3, 2, 4], op => op.With("strides", [2]).With("pads", 1, 1)),
    ];

    static OpCase Conv(string name, string weights, (int[] X, int[] W, Func<OpCase, OpCase> Settings) each)
    {
        var op = Op(name).Input(each.X);
        op = weights == "input" ? op.Input(each.W).Input(Filters(name, each)) : op.Fixed(each.W);
        return each.Settings(op).Linear();
    }

    static int Filters(string name, (int[] X, int[] W, Func<OpCase, OpCase> Settings) each) =>
        name == "Conv" ? each.W[0] : each.W[1] * each.Settings(Op("")).Group;
}
