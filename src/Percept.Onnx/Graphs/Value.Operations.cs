namespace Percept.Onnx.Graphs;

/// <remarks>The operators that rules are written in, as methods: each emits one ONNX operator, or nothing where there is nothing to do.</remarks>
public sealed partial class Value
{
    /// <summary>The same elements in another shape.</summary>
    public Value Reshape(Shape shape) => Graph.Emit("Reshape", [this, Graph.Constant(Tensor.Of(shape.ToLongs()))], new() { ["allowzero"] = shape.Contains(0) ? 1 : 0 });

    /// <summary>The axes in another order.</summary>
    public Value Transpose(params int[] order) => Graph.Emit("Transpose", [this], new() { ["perm"] = order });

    /// <summary>Two axes exchanged.</summary>
    public Value Swap(int a, int b)
    {
        var order = Enumerable.Range(0, Shape.Rank).ToArray();
        (a, b) = (Shape.Axis(a), Shape.Axis(b));
        (order[a], order[b]) = (order[b], order[a]);
        return Transpose(order);
    }

    /// <summary>The last two axes exchanged, where <paramref name="when"/> says so.</summary>
    public Value Transposed(bool when = true) => when ? Swap(-1, -2) : this;

    /// <summary>The last axis, that of channels, behind the first.</summary>
    internal Value LastToSecond() => Transpose([0, Shape.Rank - 1, .. Enumerable.Range(1, Shape.Rank - 2)]);

    /// <summary>The second axis, that of channels, behind all others.</summary>
    internal Value SecondToLast() => Transpose([0, .. Enumerable.Range(2, Shape.Rank - 2), 1]);

    /// <summary>Broadcast to a shape.</summary>
    public Value Expand(Shape shape) => Graph.Emit("Expand", [this, Graph.Constant(Tensor.Of(shape.ToLongs()))]);

    /// <summary>Summed over axes; all of them where none is named.</summary>
    public Value Sum(ReadOnlySpan<int> axes, bool keepDims = true) => Reduce("ReduceSum", axes, keepDims);

    /// <summary>Averaged over axes; all of them where none is named.</summary>
    public Value Mean(ReadOnlySpan<int> axes, bool keepDims = true) => Reduce("ReduceMean", axes, keepDims);

    /// <summary>The largest over axes; of all where none is named.</summary>
    public Value Max(ReadOnlySpan<int> axes, bool keepDims = true) => Reduce("ReduceMax", axes, keepDims);

    /// <summary>Summed to a shape that broadcasting had made larger.</summary>
    public Value SumTo(Shape shape)
    {
        if (Shape.Equals(shape)) return this;
        var leading = Shape.Rank - shape.Rank;
        var axes = Enumerable.Range(0, Shape.Rank).Where(axis => axis < leading || (shape[axis - leading] == 1 && Shape[axis] != 1)).ToArray();
        return (axes.Length == 0 ? this : Sum(axes)).Reshape(shape);
    }

    /// <summary>Steps of one along an axis, from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public Value Slice(int axis, int start, int end) => Slice([axis], [start], [end]);

    /// <summary>A box of it.</summary>
    public Value Slice(int[] axes, int[] starts, int[] ends, int[]? steps = null) =>
        axes.Select((axis, i) => starts[i] == 0 && ends[i] >= Shape[axis] && (steps?[i] ?? 1) == 1).All(whole => whole) ? this
        : Graph.Emit("Slice", [this, Vector(starts), Vector(ends), Vector(axes), steps is null ? null : Vector(steps)]);

    /// <summary>Padded with a number; negative widths crop.</summary>
    /// <param name="before">For each axis, how much before.</param>
    /// <param name="after">For each axis, how much after.</param>
    /// <param name="number">What to pad with.</param>
    public Value Pad(int[] before, int[] after, double number = 0) => before.Concat(after).All(width => width == 0) ? this
        : Graph.Emit("Pad", [this, Vector([.. before, .. after]), number == 0 ? null : Scalar(number)]);

    /// <summary>The matrix product of the last two axes, the others broadcast.</summary>
    public Value MatMul(Value other) => Graph.Emit("MatMul", [this, other]);

    /// <summary>Elements of another type.</summary>
    public Value Cast(ElementType type) => Graph.Emit("Cast", [this], new() { ["to"] = (int)type });

    /// <summary>The square root.</summary>
    public Value Sqrt() => Graph.Emit("Sqrt", [this]);

    /// <summary>The exponential.</summary>
    public Value Exp() => Graph.Emit("Exp", [this]);

    /// <summary>The natural logarithm.</summary>
    public Value Log() => Graph.Emit("Log", [this]);

    /// <summary>Raised to a power.</summary>
    public Value Pow(double exponent) => Graph.Emit("Pow", [this, Scalar(exponent)]);

    /// <summary>A vector of integers in this value's graph.</summary>
    internal Value Vector(int[] numbers) => Graph.Constant(Tensor.Of(Array.ConvertAll(numbers, number => (long)number)));

    Value Reduce(string operation, ReadOnlySpan<int> axes, bool keepDims) =>
        Graph.Emit(operation, [this, axes.Length == 0 ? null : Vector(axes.ToArray())], new() { ["keepdims"] = keepDims ? 1 : 0 });
}
