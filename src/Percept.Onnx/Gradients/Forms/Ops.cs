using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

/// <summary>What several rules say, in plain operators of ONNX.</summary>
static partial class Ops
{
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
    internal static Value Step(Value x) => Above(x, 0);

    /// <summary>1 where x is below 0, else 0.</summary>
    internal static Value StepDown(Value x) => Below(x, 0);

    /// <summary>1 where x is 0, else 0, for an x that is nowhere above 0.</summary>
    internal static Value AtTop(Value x) => Of("GreaterOrEqual", x, x.Scalar(0)).Cast(x.Type);

    /// <summary>-1, 0 or 1.</summary>
    internal static Value Sign(Value x) => Of("Sign", x);

    /// <summary>1 where x is above a bound, else 0.</summary>
    internal static Value Above(Value x, double bound) => Of("Greater", x, x.Scalar(bound)).Cast(x.Type);

    /// <summary>1 where x is below a bound, else 0.</summary>
    internal static Value Below(Value x, double bound) => Of("Less", x, x.Scalar(bound)).Cast(x.Type);

    /// <summary>a + b, where zeros add nothing.</summary>
    internal static Value Sum(Value a, Value b) =>
        a.IsZero && a.Shape.BroadcastsTo(b.Shape) ? b : b.IsZero && b.Shape.BroadcastsTo(a.Shape) ? a : a + b;
}
