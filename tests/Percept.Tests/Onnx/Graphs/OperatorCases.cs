using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>Operators in the forms they had from opset 7 to 25.</summary>
static class OperatorCases
{
    static readonly ElementType[] Int64 = [ElementType.Int64], Bool = [ElementType.Bool], Int32 = [ElementType.Int32];

    internal static IEnumerable<OperatorCase> All => [.. Elementwise, .. Windows, .. Reshaping, .. Movement, .. Reductions, .. Rest];

    static Tensor X(params int[] sizes) => Runtime.Noise(sizes.Length + sizes.Sum(), sizes);

    static Tensor Positive(params int[] sizes) => Tensor.Of(Shape.Of(sizes), [.. X(sizes).To<float>().Select(x => Math.Abs(x) + 0.5f)]);

    static Tensor Scalar(float number) => Tensor.Of(Shape.Scalar, number);

    static Tensor Byte(int number) => Whole(ElementType.UInt8, Shape.Scalar, number);

    static Tensor I(params long[] values) => Tensor.Of(values);

    static Tensor Whole(ElementType type, Shape shape, params int[] values) => Tensor.From(type, shape, values);

    static IEnumerable<OperatorCase> Elementwise =>
    [
        .. new[] { "Abs", "Neg", "Exp", "Relu", "Sigmoid", "Tanh", "Floor", "Ceil", "Identity", "Elu", "Selu", "LeakyRelu", "HardSigmoid", "Softplus", "Softsign", "Sin", "Cos", "Atan", "ThresholdedRelu" }
            .SelectMany(name => new[] { 7, 13, 22 }.Select(opset => new OperatorCase(name is "Sin" or "ThresholdedRelu" ? Math.Max(opset, 10) : opset, name, [X(2, 3)]))),
        .. new[] { "Sqrt", "Log", "Reciprocal" }.Select(name => new OperatorCase(13, name, [Positive(2, 3)])),
        .. new[] { "Sign", "Erf", "Round", "HardSwish", "Mish" }.Select(name => new OperatorCase(18, name, [X(2, 5)])),
        .. new[] { "Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean" }.SelectMany(name => new[] { 8, 13 }.Select(opset => new OperatorCase(opset, name, [X(2, 1, 4), Positive(3, 1)]))),
        .. new[] { "Add", "Sub", "Mul", "Div", "Max", "Min", "Mod" }.Select(name => new OperatorCase(13, name, [Whole(ElementType.Int32, [5], 7, -7, 9, 3, 0), Whole(ElementType.Int32, [5], 2, 2, -4, 3, 5)], Types: Int32)),
        .. new[] { "Add", "Sub", "Mul" }.Select(name => new OperatorCase(14, name, [Whole(ElementType.UInt8, [3], 250, 3, 9), Whole(ElementType.UInt8, [3], 10, 9, 200)], Types: [ElementType.UInt8])),
        .. new[] { "Greater", "Less", "Equal" }.Select(name => new OperatorCase(11, name, [X(2, 3), X(3)], Types: Bool)),
        .. new[] { "And", "Or", "Xor" }.Select(name => new OperatorCase(11, name, [Whole(ElementType.Bool, [4], 0, 0, 1, 1), Whole(ElementType.Bool, [4], 0, 1, 0, 1)], Types: Bool)),
        new(11, "Not", [Whole(ElementType.Bool, [2], 0, 1)], Types: Bool),
        new(13, "Add", [I(long.MaxValue - 3, 1L << 60), I(2, 3)], Types: Int64),
        new(13, "Mul", [I((1L << 53) + 1, -5), I(3, 7)], Types: Int64),
        new(13, "Div", [I(-7, 7, (1L << 60) + 1), I(2, -2, 3)], Types: Int64),
        new(13, "Neg", [I((1L << 60) + 1)], Types: Int64),
        new(15, "Pow", [Positive(2, 3), Positive(3)]),
        new(13, "Where", [Whole(ElementType.Bool, [2, 1], 0, 1), X(3), X(2, 3)]),
        new(7, "PRelu", [X(2, 3, 4), Positive(3, 1)]),
        new(16, "PRelu", [X(2, 3, 4), Positive(1)]),
        new(7, "Clip", [X(9)], new() { ["min"] = -0.3f, ["max"] = 0.4f }),
        new(10, "Clip", [X(9)], new() { ["max"] = 0.4f }),
        new(11, "Clip", [X(9), null, Tensor.Of(Shape.Scalar, 0.4f)]),
        new(9, "Cast", [Tensor.Of([5], -1.7f, -0.2f, 0, 1.2f, 300.9f)], new() { ["to"] = 7 }, Types: Int64),
        new(13, "Cast", [Tensor.Of([4], -1.7f, 0, float.NaN, 1.2f)], new() { ["to"] = 9 }, Types: Bool),
        new(13, "Cast", [Tensor.Of([4], -1.7f, 0, 65519.9f, 1.00048828125f)], new() { ["to"] = 10 }, Types: [ElementType.Float16]),
        new(13, "Cast", [I(-1, 300, 1L << 40)], new() { ["to"] = 6 }, Types: Int32),
        new(13, "Cast", [I((1L << 53) + 1)], new() { ["to"] = 1 }),
        new(19, "Cast", [X(3)], new() { ["to"] = 7, ["saturate"] = 1 }, Types: Int64),
        new(15, "CastLike", [X(3), I(2)], Types: Int64),
        new(7, "Dropout", [X(2, 3)]),
        new(7, "BatchNormalization", [X(2, 3, 4), X(3), X(3), X(3), Positive(3)]),
        new(8, "BatchNormalization", [X(2, 3, 4), X(3), X(3), X(3), Positive(3)], new() { ["epsilon"] = 0.1f, ["spatial"] = 1 }),
        new(15, "BatchNormalization", [X(2, 3, 4, 5), X(3), X(3), X(3), Positive(3)]),
        new(17, "LayerNormalization", [X(2, 3, 4), X(4), X(4)]),
        new(7, "InstanceNormalization", [X(2, 3, 4), X(3), X(3)]),
        new(18, "GroupNormalization", [X(2, 4, 3), X(2), X(2)], new() { ["num_groups"] = 2 }),
        new(21, "GroupNormalization", [X(2, 4, 3), X(4), X(4)], new() { ["num_groups"] = 2 }),
        new(7, "LRN", [X(1, 5, 2, 2)], new() { ["size"] = 3 }),
        new(7, "LpNormalization", [X(2, 3)], new() { ["axis"] = 1 }),
        .. new[] { "Softmax", "LogSoftmax", "Hardmax" }.SelectMany(name => new[] { (7, 1), (11, 2), (11, -2), (12, 0), (13, 1), (13, -1) }.Select(each => new OperatorCase(each.Item1, name, [X(2, 3, 4)], new() { ["axis"] = each.Item2 }))),
        new(9, "Softmax", [X(2, 3, 4)]),
        new(13, "Softmax", [X(2, 3, 4)]),
        new(20, "Gelu", [X(2, 3)], new() { ["approximate"] = "tanh" }),
        new(10, "QuantizeLinear", [X(4), Tensor.Of(Shape.Scalar, 0.1f)], Types: [ElementType.UInt8]),
        new(10, "DequantizeLinear", [Whole(ElementType.UInt8, [3], 0, 9, 255), Tensor.Of(Shape.Scalar, 0.1f)]),
    ];

    static IEnumerable<OperatorCase> Windows =>
    [
        .. from kernel in new[] { 1, 2, 3 } from stride in new[] { 1, 2, 3 } from pad in new[] { 0, 1 } from ceil in new[] { 0, 1 } from name in new[] { "MaxPool", "AveragePool" }
           where pad < kernel
           select new OperatorCase(12, name, [X(1, 2, 7, 8)], new() { ["kernel_shape"] = (int[])[kernel, kernel], ["strides"] = (int[])[stride, 2], ["pads"] = (int[])[pad, 0, 0, pad], ["ceil_mode"] = ceil }),
        .. from pad in new[] { "SAME_UPPER", "SAME_LOWER", "VALID" } from stride in new[] { 1, 2, 3 }
           select new OperatorCase(11, "Conv", [X(1, 2, 7, 8), X(3, 2, 3, 2)], new() { ["auto_pad"] = pad, ["strides"] = (int[])[stride, 2] }),
        new(11, "Conv", [X(1, 2, 7, 8), X(3, 2, 3, 2)], new() { ["auto_pad"] = "VALID", ["dilations"] = (int[])[2, 3] }),
        .. from pad in new[] { "SAME_UPPER", "SAME_LOWER", "VALID" } from stride in new[] { 1, 2, 3 } from name in new[] { "MaxPool", "AveragePool" } from ceil in new[] { 0, 1 }
           select new OperatorCase(11, name, [X(1, 2, 7, 8)], new() { ["auto_pad"] = pad, ["kernel_shape"] = (int[])[3, 2], ["strides"] = (int[])[stride, 2], ["ceil_mode"] = ceil }),
        .. from pad in new[] { "SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET" } from stride in new[] { 1, 2, 3 } from kernel in new[] { 2, 3 }
           select new OperatorCase(11, "ConvTranspose", [X(1, 2, 4, 5), X(2, 3, kernel, 3)], new() { ["auto_pad"] = pad, ["strides"] = (int[])[stride, 2] }),
        new(11, "Conv", [X(1, 4, 7), X(6, 2, 3), X(6)], new() { ["group"] = 2, ["pads"] = (int[])[2, 1], ["strides"] = (int[])[2] }),
        new(11, "Conv", [X(1, 2, 5, 6, 7), X(2, 2, 3, 3, 3)], new() { ["kernel_shape"] = (int[])[3, 3, 3] }),
        new(11, "ConvTranspose", [X(1, 4, 4, 5), X(4, 3, 3, 3), X(6)], new() { ["group"] = 2, ["pads"] = (int[])[1, 0, 0, 1], ["output_padding"] = (int[])[1, 0], ["strides"] = (int[])[2, 2] }),
        new(11, "ConvTranspose", [X(1, 2, 4, 5), X(2, 3, 3, 3)], new() { ["output_shape"] = (int[])[9, 12], ["strides"] = (int[])[2, 2] }),
        new(11, "ConvTranspose", [X(1, 2, 4), X(2, 3, 3)], new() { ["dilations"] = (int[])[2] }),
        new(12, "MaxPool", [X(1, 2, 7, 8)], new() { ["kernel_shape"] = (int[])[2, 3], ["dilations"] = (int[])[2, 2] }, 2, [ElementType.Float32, ElementType.Int64]),
        new(19, "AveragePool", [X(1, 2, 7, 8)], new() { ["kernel_shape"] = (int[])[2, 3], ["dilations"] = (int[])[2, 2], ["count_include_pad"] = 1, ["pads"] = (int[])[1, 1, 1, 1] }),
        new(11, "LpPool", [X(1, 2, 7, 8)], new() { ["kernel_shape"] = (int[])[2, 3] }),
        new(7, "GlobalAveragePool", [X(1, 2, 7, 8)]),
        new(7, "GlobalMaxPool", [X(1, 2, 7)]),
        new(7, "Upsample", [X(1, 2, 3, 4)], new() { ["scales"] = (float[])[1, 1, 2, 3] }),
        new(9, "Upsample", [X(1, 2, 3, 4), Tensor.Of([4], 1f, 1, 2, 2)], new() { ["mode"] = "linear" }),
        new(10, "Resize", [X(1, 2, 6, 8), Tensor.Of([4], 1f, 1, 0.5f, 0.25f)]),
        new(10, "Resize", [X(1, 2, 6, 7), Tensor.Of([4], 1f, 1, 1.5f, 2)], new() { ["mode"] = "linear" }),
        new(11, "Resize", [X(1, 2, 6, 7), Tensor.Of([0], Array.Empty<float>()), Tensor.Of([4], 1f, 1, 0.6f, 1.7f)], new() { ["mode"] = "linear" }),
        new(11, "Resize", [X(1, 2, 6, 7), Tensor.Of([0], Array.Empty<float>()), Tensor.Of([0], Array.Empty<float>()), I(1, 2, 9, 4)], new() { ["mode"] = "cubic" }),
        new(19, "Resize", [X(1, 2, 6, 7), null, Tensor.Of([4], 1f, 1, 0.6f, 1.7f)], new() { ["coordinate_transformation_mode"] = "half_pixel_symmetric", ["mode"] = "linear" }),
        new(18, "Resize", [X(1, 2, 6, 7), null, Tensor.Of([2], 0.6f, 1.7f)], new() { ["axes"] = (int[])[2, 3] }),
        new(16, "GridSample", [X(1, 2, 4, 4), X(1, 3, 5, 2)], new() { ["mode"] = "bicubic" }),
        new(20, "GridSample", [X(1, 2, 4, 4), X(1, 3, 5, 2)], new() { ["mode"] = "linear" }),
        new(10, "RoiAlign", [X(1, 2, 6, 6), Tensor.Of([1, 4], 0.5f, 0.5f, 4, 5), I(0)], new() { ["output_height"] = 2, ["output_width"] = 3 }),
        new(16, "RoiAlign", [X(1, 2, 6, 6), Tensor.Of([1, 4], 0.5f, 0.5f, 4, 5), I(0)], new() { ["output_height"] = 2, ["output_width"] = 3 }),
    ];

    static IEnumerable<OperatorCase> Reshaping =>
    [
        new(7, "Reshape", [X(2, 3, 4), I(0, -1)]),
        new(14, "Reshape", [X(2, 3, 4), I(4, -1, 2)]),
        .. new[] { 0, 1, 2, -1 }.Select(axis => new OperatorCase(11, "Flatten", [X(2, 3, 4)], new() { ["axis"] = axis })),
        new(7, "Flatten", [X(2, 3, 4)]),
        new(7, "Squeeze", [X(1, 3, 1)], new() { ["axes"] = (int[])[0] }),
        new(11, "Squeeze", [X(1, 3, 1)]),
        new(13, "Squeeze", [X(1, 3, 1), I(-1)]),
        new(7, "Unsqueeze", [X(2, 3)], new() { ["axes"] = (int[])[0, 3] }),
        new(13, "Unsqueeze", [X(2, 3), I(-1, 1)]),
        new(7, "Transpose", [X(2, 3, 4)]),
        new(13, "Transpose", [X(2, 3, 4)], new() { ["perm"] = (int[])[2, 0, 1] }),
        new(11, "DepthToSpace", [X(1, 8, 2, 3)], new() { ["blocksize"] = 2, ["mode"] = "CRD" }),
        new(7, "SpaceToDepth", [X(1, 2, 4, 6)], new() { ["blocksize"] = 2 }),
    ];

    static IEnumerable<OperatorCase> Movement =>
    [
        new(7, "Concat", [X(2, 3), X(2, 1), X(2, 2)], new() { ["axis"] = 1 }),
        new(11, "Concat", [X(2, 3, 1), X(2, 3, 2)], new() { ["axis"] = -1 }),
        new(7, "Split", [X(6, 2)], new() { ["axis"] = 0 }, 3),
        new(7, "Split", [X(2, 6)], new() { ["axis"] = 1, ["split"] = (int[])[2, 4] }, 2),
        new(13, "Split", [X(2, 6), I(1, 5)], new() { ["axis"] = -1 }, 2),
        new(18, "Split", [X(2, 7)], new() { ["axis"] = 1, ["num_outputs"] = 3 }, 3),
        new(7, "Slice", [X(5, 6)], new() { ["starts"] = (int[])[1, -3], ["ends"] = (int[])[4, 100] }),
        new(9, "Slice", [X(5, 6)], new() { ["starts"] = (int[])[1], ["ends"] = (int[])[-1], ["axes"] = (int[])[1] }),
        new(10, "Slice", [X(5, 6), I(-1), I(long.MinValue), I(0), I(-2)]),
        new(13, "Slice", [X(5, 6), I(4, 1), I(0, long.MaxValue), I(0, -1), I(-1, 3)]),
        new(7, "Pad", [X(2, 3)], new() { ["pads"] = (int[])[1, 0, 2, 1], ["value"] = 0.5f }),
        new(10, "Pad", [X(4, 3)], new() { ["pads"] = (int[])[1, 0, 2, 1], ["mode"] = "reflect" }),
        new(11, "Pad", [X(2, 3), I(1, 0, 2, 1), Tensor.Of(Shape.Scalar, 2f)]),
        new(13, "Pad", [X(4, 3), I(-1, 0, 2, 1)], new() { ["mode"] = "edge" }),
        new(18, "Pad", [X(2, 3), I(1, 2), null, I(-1)]),
        new(19, "Pad", [X(4, 3), I(1, 0, 2, 1)], new() { ["mode"] = "wrap" }),
        new(8, "Expand", [X(3, 1), I(2, 1, 4)]),
        new(13, "Tile", [X(2, 3), I(2, 1)]),
        new(7, "Gather", [X(3, 4, 2), Whole(ElementType.Int32, [2, 2], 0, 2, 1, 1)], new() { ["axis"] = 1 }),
        new(11, "Gather", [X(3, 4), I(-1)]),
        new(11, "GatherElements", [X(3, 2), Tensor.Of([1, 2], 2L, 0)]),
        new(12, "GatherND", [X(2, 3, 4), Tensor.Of([2, 1, 1], 1L, 2)], new() { ["batch_dims"] = 1 }),
        new(9, "Scatter", [X(3, 2), Tensor.Of([1, 2], 2L, 0), X(1, 2)]),
        new(11, "ScatterElements", [X(3, 2), Tensor.Of([1, 2], 2L, 0), X(1, 2)], new() { ["axis"] = 0 }),
        new(16, "ScatterND", [X(3, 2), Tensor.Of([2, 1], 2L, 0), X(2, 2)], new() { ["reduction"] = "add" }),
        new(7, "TopK", [X(2, 5)], new() { ["k"] = 3 }, 2, [ElementType.Float32, ElementType.Int64]),
        new(10, "TopK", [X(5, 2), I(2)], new() { ["axis"] = 0 }, 2, [ElementType.Float32, ElementType.Int64]),
        new(11, "TopK", [X(2, 5), I(3)], new() { ["largest"] = 0 }, 2, [ElementType.Float32, ElementType.Int64]),
        new(10, "ReverseSequence", [X(4, 2), I(3, 4)]),
        new(11, "CumSum", [X(4, 2), Whole(ElementType.Int32, Shape.Scalar, 0)]),
        new(14, "Trilu", [X(3, 4)]),
    ];

    static IEnumerable<OperatorCase> Reductions =>
    [
        .. from name in new[] { "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp" } from keep in new[] { 0, 1 }
           select new OperatorCase(11, name, [X(2, 3, 4)], new() { ["axes"] = (int[])[-1, 0], ["keepdims"] = keep }),
        .. new[] { "ReduceSum", "ReduceMean", "ReduceMax" }.Select(name => new OperatorCase(7, name, [X(2, 3)])),
        .. new[] { "ReduceSum", "ReduceMean", "ReduceMin" }.Select(name => new OperatorCase(18, name, [X(2, 3, 4), I(1)])),
        new(18, "ReduceMean", [X(2, 3)], new() { ["noop_with_empty_axes"] = 1 }),
        new(13, "ReduceSum", [X(2, 3)], new() { ["keepdims"] = 0 }),
        new(13, "ReduceProd", [I(3, 1L << 40)], new() { ["keepdims"] = 0 }, Types: Int64),
        new(7, "ArgMax", [X(2, 3)], Types: Int64),
        new(13, "ArgMin", [X(2, 3)], new() { ["axis"] = -1, ["keepdims"] = 0, ["select_last_index"] = 1 }, Types: Int64),
    ];

    static IEnumerable<OperatorCase> Rest =>
    [
        new(7, "Gemm", [X(2, 3), X(3, 4), X(4)]),
        new(11, "Gemm", [X(3, 2), X(4, 3)], new() { ["transA"] = 1, ["transB"] = 1, ["alpha"] = 0.5f }),
        new(13, "Gemm", [X(2, 3), X(3, 4), X(2, 1)], new() { ["beta"] = 2f }),
        new(7, "MatMul", [X(2, 1, 3, 4), X(5, 4, 2)]),
        new(13, "MatMul", [X(4), X(4)]),
        new(13, "MatMul", [X(4), X(2, 4, 3)]),
        new(7, "Shape", [X(2, 3, 4)], Types: Int64),
        new(15, "Shape", [X(2, 3, 4)], new() { ["start"] = -2, ["end"] = 9 }, Types: Int64),
        new(7, "Size", [X(2, 3)], Types: Int64),
        new(9, "OneHot", [I(0, 2, 1), I(3), Tensor.Of([2], 0f, 1)]),
        new(11, "Range", [Tensor.Of(Shape.Scalar, 1f), Tensor.Of(Shape.Scalar, 2.6f), Tensor.Of(Shape.Scalar, 0.5f)]),
        new(9, "EyeLike", [X(2, 3)], new() { ["k"] = 1 }),
        new(9, "NonZero", [X(2, 3)], Types: Int64),
        new(9, "IsNaN", [Tensor.Of([2], float.NaN, 1)], Types: Bool),
        new(12, "Einsum", [X(2, 3), X(3, 4)], new() { ["equation"] = "ij,jk->ik" }),
        new(12, "Einsum", [X(2, 3, 3), X(3, 4)], new() { ["equation"] = "...ij,jk" }),
        new(12, "Einsum", [X(3, 3)], new() { ["equation"] = "ii->i" }),
        new(20, "AffineGrid", [X(2, 2, 3), I(2, 1, 3, 4)]),
        new(11, "MaxUnpool", [X(1, 2, 2, 2), Tensor.Of([1, 2, 2, 2], 0L, 3, 9, 14, 17, 18, 24, 31)], new() { ["kernel_shape"] = (int[])[2, 2], ["strides"] = (int[])[2, 2] }),
        new(10, "QLinearConv", [Whole(ElementType.UInt8, [1, 1, 2, 3], 1, 20, 30, 40, 250, 6), Scalar(0.1f), Byte(9), Whole(ElementType.UInt8, [2, 1, 1, 2], 1, 200, 3, 4), Tensor.Of([2], 0.1f, 0.3f), Whole(ElementType.UInt8, [2], 7, 2), Scalar(1.5f), Byte(3), Whole(ElementType.Int32, [2], 50, -9)], Types: [ElementType.UInt8]),
        new(10, "QLinearMatMul", [Whole(ElementType.UInt8, [2, 2], 1, 20, 30, 40), Scalar(0.1f), Byte(9), Whole(ElementType.UInt8, [2, 2], 1, 200, 3, 4), Scalar(0.1f), Byte(2), Scalar(0.7f), Byte(3)], Types: [ElementType.UInt8]),
        new(18, "Col2Im", [X(1, 12, 9), I(4, 4), I(2, 2)]),
        new(18, "Col2Im", [X(1, 12, 18), I(5, 6), I(3, 2)], new() { ["pads"] = (int[])[1, 0, 1, 2], ["strides"] = (int[])[2, 1], ["dilations"] = (int[])[1, 2] }),
        new(17, "DFT", [X(2, 5, 1)]),
        new(17, "DFT", [X(2, 4, 6, 2), Tensor.Of(Shape.Scalar, 8L)], new() { ["axis"] = 2, ["inverse"] = 1 }),
        new(20, "DFT", [X(2, 4, 6, 1)], new() { ["onesided"] = 1 }),
        new(20, "DFT", [X(2, 4, 6, 2), null, Tensor.Of(Shape.Scalar, -3L)]),
        .. from mode in new[] { "avg", "max" } select new OperatorCase(16, "RoiAlign", [X(2, 3, 6, 7), Tensor.Of([2, 4], 0.5f, 1, 5.2f, 4, -2, 1, 9, 7), I(1, 0)], new() { ["mode"] = mode, ["output_height"] = 2, ["output_width"] = 3 }),
        new(18, "CenterCropPad", [X(3, 4), I(6, 1)]),
        new(18, "CenterCropPad", [X(3, 5), I(2)], new() { ["axes"] = (int[])[-1] }),
        new(19, "DeformConv", [X(1, 2, 5, 6), X(3, 2, 3, 2), X(1, 12, 3, 5), X(3)]),
        new(19, "DeformConv", [X(2, 4, 6, 6), X(4, 2, 3, 3), X(2, 36, 3, 3), X(4), X(2, 18, 3, 3)], new() { ["group"] = 2, ["offset_group"] = 2, ["pads"] = (int[])[1, 1, 1, 1], ["strides"] = (int[])[2, 2] }),
        new(10, "ConvInteger", [Whole(ElementType.UInt8, [1, 1, 2, 3], 1, 20, 30, 40, 250, 6), Whole(ElementType.UInt8, [2, 1, 1, 2], 1, 200, 3, 4), Byte(9), Byte(2)], Types: Int32),
        new(11, "DynamicQuantizeLinear", [X(2, 3)], Outputs: 3, Types: [ElementType.UInt8, ElementType.Float32, ElementType.UInt8]),
        new(23, "RMSNormalization", [X(2, 3, 4), X(4)], new() { ["epsilon"] = 0.1f }),
        new(23, "RMSNormalization", [X(2, 3, 4), X(3, 4)], new() { ["axis"] = 1 }),
        new(24, "Swish", [X(2, 5)], new() { ["alpha"] = 1.5f }),
        new(23, "RotaryEmbedding", [X(2, 3, 5, 8), X(2, 5, 4), X(2, 5, 4)]),
        new(23, "RotaryEmbedding", [X(2, 5, 24), X(2, 5, 4), X(2, 5, 4)], new() { ["num_heads"] = 3, ["interleaved"] = 1 }),
        new(23, "RotaryEmbedding", [X(1, 2, 3, 8), X(6, 2), X(6, 2), Tensor.Of([1, 3], 4L, 0, 2)], new() { ["rotary_embedding_dim"] = 4 }),
        new(23, "Attention", [X(2, 3, 4, 8), X(2, 3, 5, 8), X(2, 3, 5, 6)]),
        new(23, "Attention", [X(2, 4, 8), X(2, 4, 4), X(2, 4, 4), X(4, 4)], new() { ["q_num_heads"] = 4, ["kv_num_heads"] = 2, ["is_causal"] = 1, ["scale"] = 0.3f }),
        new(23, "Attention", [X(1, 2, 3, 4), X(1, 2, 2, 4), X(1, 2, 2, 4), Whole(ElementType.Bool, [3, 2], 1, 0, 1, 1, 0, 1)], new() { ["softcap"] = 0.5f }),
        new(23, "DequantizeLinear", [Whole(ElementType.Int8, [3], 7, -7, 9), Scalar(0.1f)], new() { ["output_dtype"] = 1 }),
        new(10, "MatMulInteger", [Whole(ElementType.UInt8, [2, 2], 1, 2, 3, 4), Whole(ElementType.UInt8, [2, 2], 1, 2, 3, 4)], Types: Int32),
    ];
}
