using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Folding;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>Operators that join tensors and take them apart.</summary>
static class Slicing
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Concat")
        {
            Infer = Concat,
            ReceptiveField = ConcatField,
            Rule = Rule.ForEveryInput((n, i, dY) =>
            {
                var axis = n.Y.Shape.Axis(n.Int("axis"));
                var parts = n.Operands.Select(input => input.Shape[axis]).ToArray();
                return dY.Graph.EmitAll("Split", [dY, dY.Vector(parts)], new() { ["axis"] = axis }, outputs: parts.Length)[i];
            }),
            Simplify = Simplifications.Single,
            Fold = Picking.Concat,
            Traits = Traits.Picking,
        },
        new("Split")
        {
            Infer = Split,
            ReceptiveField = SplitField,
            Rule = new((Node n, IReadOnlyList<Value?> dY) =>
            {
                var parts = n.Outputs.Select((output, i) => dY[i] ?? Ops.Zeros(n.X, output.Shape));
                return n.Graph.Emit("Concat", [.. parts], new() { ["axis"] = n.Int("axis") });
            }),
            Traits = Traits.Picking,
            Note = "Parts that nothing depends on count as zeros.",
        },
        new("Slice")
        {
            Infer = Slice,
            ReceptiveField = SliceField,
            Rule = new((n, dY) =>
            {
                var taken = Taken(n);
                for (var axis = 0; axis < taken.Length; axis++) dY = Ops.Spread(dY, axis, taken[axis].Start, taken[axis].Step, n.X.Shape[axis]);
                return dY;
            }),
            Fold = Picking.Slice,
            Traits = Traits.Picking,
        },
    ];

    const int MostParts = 1 << 16;

    /// <summary>For each axis of a Slice: the first index, the step, and how many are taken.</summary>
    internal static (int Start, int Step, int Count)[] Taken(Node node)
    {
        var shape = node.X.Shape;
        var taken = shape.Select(size => (0, 1, size)).ToArray();
        var (starts, ends) = (node.Known(1).To<long>(), node.Known(2).To<long>());
        var axes = node.Constant(3)?.ToInts() ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = node.Constant(4)?.ToInts() ?? [.. Enumerable.Repeat(1, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new GraphException($"its {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps are not as many.");
        for (var i = 0; i < starts.Length; i++)
        {
            var (axis, step) = (shape.Axis(axes[i]), steps[i]);
            if (step == 0) throw new GraphException("a step of 0 never ends.");
            long size = shape[axis];
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            var count = Math.Max(step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step, 0);
            taken[axis] = ((int)start, step, (int)count);
        }

        return taken;
    }

    /// <summary>The sizes of a Split's parts.</summary>
    internal static int[] Parts(Node node, int outputs)
    {
        if (node.Constant(1)?.ToInts() is { } given) return given;
        var size = node.X.Shape[node.Int("axis")];
        var count = node.Int("num_outputs", or: outputs);
        if (count <= 0 || count > MostParts) throw new GraphException($"it cannot be split into {count} parts.");
        var part = (size + count - 1) / count;
        return [.. Enumerable.Range(0, count).Select(i => Math.Max(Math.Min(part, size - (i * part)), 0))];
    }

    static IReadOnlyList<Shape?> Concat(Node node)
    {
        var shape = node.X.Shape;
        var axis = shape.Axis(node.Int("axis"));
        foreach (var input in node.Operands)
            if (input.Shape.Rank != shape.Rank || !input.Shape.With(axis, 0).Equals(shape.With(axis, 0))) throw new GraphException($"they differ in more than axis {axis}.");
        return [shape.With(axis, node.Operands.Sum(input => input.Shape[axis]))];
    }

    static IReadOnlyList<Shape?> Split(Node node)
    {
        var axis = node.X.Shape.Axis(node.Int("axis"));
        var parts = Parts(node, node.Int("num_outputs"));
        if (parts.Sum() != node.X.Shape[axis]) throw new GraphException($"its parts {string.Join(", ", parts)} do not add up to {node.X.Shape[axis]}.");
        return [.. parts.Select(part => node.X.Shape.With(axis, part))];
    }

    static IReadOnlyList<Shape?> Slice(Node node) =>
        node.Inputs.Skip(1).Any(input => input is { Constant: null }) ? [null]
        : [[.. Taken(node).Select(axis => axis.Count)]];

    static Region ConcatField(Step step)
    {
        var axis = step.To.Axis(step.Node.Int("axis"));
        return step.At.With(axis, step.At[axis]?.Shift(-step.Node.Operands.Take(step.Input).Sum(input => input.Shape[axis])));
    }

    static Region? SplitField(Step step)
    {
        if (step.Input > 0) return null;
        var axis = step.From.Axis(step.Node.Int("axis"));
        return step.At.With(axis, Asked(step, axis)?.Shift(step.Node.Outputs.Take(step.Output).Sum(part => part.Shape[axis])));
    }

    static Region? SliceField(Step step)
    {
        if (step.Input > 0) return null;
        return new(Taken(step.Node).Select((taken, axis) =>
            taken is (0, 1, var count) && count == step.From[axis] ? step.At[axis] : Asked(step, axis)?.Map(index => taken.Start + (index * taken.Step))));
    }

    /// <summary>What is asked for along an axis that only part of is taken from: never all of the input's, though the axis be not followed.</summary>
    static IndexSet? Asked(Step step, int axis) => step.At[axis] ?? (step.Borders ? IndexSet.Range(0, step.To[axis] - 1) : null);
}
