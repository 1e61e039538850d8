using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Inference;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    internal static readonly Rule Concat = Rule.ForEveryInput((n, i, dY) =>
    {
        var axis = n.Y.Shape.Axis(n.Int("axis"));
        var parts = n.Inputs.Select(input => input!.Shape[axis]).ToArray();
        return dY.Graph.EmitAll("Split", [dY, dY.Vector(parts)], new() { ["axis"] = axis }, outputs: parts.Length)[i];
    });

    /// <remarks>Parts that nothing depends on count as zeros.</remarks>
    internal static readonly Rule Split = new((Node n, IReadOnlyList<Value?> dY) =>
    {
        var parts = n.Outputs.Select((output, i) => dY[i] ?? Ops.Zeros(n.X, output.Shape));
        return n.Graph.Emit("Concat", [.. parts], new() { ["axis"] = n.Int("axis") });
    });

    internal static readonly Rule Slice = new((n, dY) =>
    {
        var taken = Movement.Taken(n);
        for (var axis = 0; axis < taken.Length; axis++) dY = Ops.Spread(dY, axis, taken[axis].Start, taken[axis].Step, n.X.Shape[axis]);
        return dY;
    });

    /// <remarks>What was padded is cropped; what was mirrored, repeated or wrapped round is folded back, an axis at a time.</remarks>
    internal static readonly Rule Pad = new((n, dY) =>
    {
        var (before, after) = Movement.Widths(n);
        if (n.Text("mode", or: "constant") is "constant") return Ops.Crop(dY, before, after);
        for (var axis = 0; axis < before.Length; axis++)
            if (before[axis] != 0 || after[axis] != 0) dY = Ops.AlongAxis(dY, axis, Ops.Picks(dY.Shape[axis], n.X.Shape[axis], PadSource(n, axis, before[axis])));
        return dY;
    });

    /// <remarks>Each dY is added to the element it was gathered from.</remarks>
    internal static readonly Rule Gather = new((n, dY) =>
    {
        var (x, axis) = (n.X.Shape, n.X.Shape.Axis(n.Int("axis")));
        var (outer, size, inner) = (x.Product(0, axis), x[axis], x.Product(axis + 1, x.Rank));
        var rows = dY.Reshape([outer, (int)n[1].Shape.Elements, inner]);
        if (n[1].Constant is { Length: 1 } index) return Ops.Spread(rows, 1, (index.ToInts()[0] + size) % size, 1, size).Reshape(x);
        var indices = n[1].Cast(ElementType.Int64).Reshape([1, rows.Shape[1], 1]).Expand(rows.Shape);
        return Ops.ScatterAdd(Ops.Zeros(dY, [outer, size, inner]), indices, rows, axis: 1).Reshape(x);
    });

    internal static readonly Rule GatherElements = new((n, dY) => Ops.ScatterAdd(Ops.Zeros(dY, n.X.Shape), n[1], dY, n.Int("axis")));

    internal static readonly Rule TopK = new((n, dY) => Ops.ScatterAdd(Ops.Zeros(dY, n.X.Shape), n.Outputs[1], dY, n.Int("axis", or: -1)));

    internal static readonly Rule Trilu = new((n, dY) => dY.Graph.Emit("Trilu", [dY, n.Optional(1)], n.Attributes));

    static Func<int, int> PadSource(Node n, int axis, int before)
    {
        var size = n.X.Shape[axis];
        var period = Math.Max(2 * (size - 1), 1);
        return n.Text("mode") switch
        {
            "edge" => place => Math.Clamp(place - before, 0, size - 1),
            "wrap" => place => (((place - before) % size) + size) % size,
            "reflect" => place => Math.Abs(place - before) % period is var at && at < size ? at : period - at,
            var mode => throw new GraphException($"{n} pads in the mode '{mode}', which has no gradient rule."),
        };
    }
}
