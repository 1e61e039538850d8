using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

/// <summary>Smart constructors: rules say the mathematics, these pick the form that runs fast.</summary>
static partial class Ops
{
    /// <summary>Steep enough that no float lies on the ramp, and not so steep that a finite number becomes infinite.</summary>
    const float Steep = 3e38f;

    /// <summary>An operator of one input that has no attributes.</summary>
    internal static Value Of(string operation, params ReadOnlySpan<Value?> inputs) => inputs[0]!.Graph.Emit(operation, inputs);

    /// <summary>Zeros of a shape, in the element type of a value.</summary>
    internal static Value Zeros(Value like, Shape shape) => like.Scalar(0).Expand(shape);

    /// <summary>Whether x is 0.</summary>
    internal static Value AtZero(Value x) => Of("Equal", x, x.Scalar(0));

    /// <summary>0 where a condition holds, and elsewhere what a function gives of x, which does not get to see the x of where it holds.</summary>
    internal static Value Unless(Value condition, Value x, Func<Value, Value> function) =>
        Of("Where", condition, x.Scalar(0), function(Of("Where", condition, x.Scalar(1), x)));

    /// <summary>A list with one number for each channel, so that it broadcasts over a tensor of that rank.</summary>
    internal static Value Channels(Value list, int rank) => list.Reshape([list.Shape[0], .. Enumerable.Repeat(1, rank - 2)]);

    /// <summary>1 where x is above 0, else 0.</summary>
    internal static Value Step(Value x) => Ramp(x, Steep, 0, "Greater");

    /// <summary>1 where x is below 0, else 0.</summary>
    internal static Value StepDown(Value x) => Ramp(x, -Steep, 0, "Less");

    /// <summary>1 where x is 0, else 0, for an x that is nowhere above 0.</summary>
    internal static Value AtTop(Value x) => Ramp(x, Steep, 1, "Equal");

    /// <summary>-1, 0 or 1.</summary>
    internal static Value Sign(Value x) => Step(x) - StepDown(x);

    /// <summary>1 where y is above a bound, else 0, for a y that is nowhere below it.</summary>
    internal static Value Above(Value y, double bound) => bound == 0 ? Step(y) : y.Type != ElementType.Float32 ? Step(y - bound) : Ramp(y, Resolving(bound), -bound * Resolving(bound), "");

    /// <summary>1 where y is below a bound, else 0, for a y that is nowhere above it.</summary>
    internal static Value Below(Value y, double bound) => bound == 0 ? StepDown(y) : y.Type != ElementType.Float32 ? StepDown(y - bound) : Ramp(y, -Resolving(bound), bound * Resolving(bound), "");

    /// <summary>scale·x + offset, each a number or one for each channel.</summary>
    /// <remarks>Over images it is a convolution of one tap, which stays inside the CPU runtime's blocked layout as Sub and Add of constants do not.</remarks>
    internal static Value Affine(Value x, Value scale, Value offset)
    {
        if (x.Type != ElementType.Float32 || x.Shape.Rank != 4 || x.Shape[1] % 4 != 0 || PerChannel(scale, x) is not { } w || PerChannel(offset, x) is not { } b) return (x * scale) + offset;
        return x.Graph.Emit("Conv", [x, x.Graph.Constant(w.Reshape([x.Shape[1], 1, 1, 1])), x.Graph.Constant(b)], new() { ["group"] = x.Shape[1] });
    }

    /// <summary>1 - x.</summary>
    internal static Value OneMinus(Value x) => Affine(x, x.Scalar(-1), x.Scalar(1));

    /// <summary>x times a number, in the form that the blocked layout knows.</summary>
    internal static Value Scaled(Value x, double number) => number == 1 ? x
        : x.Shape.Rank == 4 ? x * x.Graph.Constant(Tensor.Full(x.Type, [x.Shape[1], 1, 1], number)) : x * number;

    /// <summary>A constant that multiplies each channel of x by a number of its own, or all by one, as a list of a number for each channel; else null.</summary>
    static Tensor? PerChannel(Value constant, Value x)
    {
        if (constant.Constant is not { } tensor) return null;
        var channels = x.Shape[1];
        if (tensor.Length == 1) return Tensor.Full(tensor.Type, [channels], tensor.To<double>()[0]);
        var axis = tensor.Shape.Rank - (x.Shape.Rank - 1);
        return tensor.Length == channels && axis >= 0 && tensor.Shape[axis] == channels ? tensor.Reshape([channels]) : null;
    }

    /// <summary>The power of two by which neighbouring floats at a bound come to differ by at least 1.</summary>
    static double Resolving(double bound) => Math.ScaleB(1, 24 - Math.ILogB(bound));

    /// <remarks>HardSigmoid stays inside the blocked layout, which Sign, Greater and Where leave; it exists for float32 alone.</remarks>
    static Value Ramp(Value x, double slope, double offset, string comparison) => x.Type == ElementType.Float32
        ? x.Graph.Emit("HardSigmoid", [x], new() { ["alpha"] = (float)slope, ["beta"] = (float)offset })
        : Of(comparison, x, x.Scalar(0)).Cast(x.Type);
}
