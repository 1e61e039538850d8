using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Folding;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Operators.Axes;

namespace Percept.Onnx.Operators;

/// <summary>Operators that leave one element of each line along some axes.</summary>
static class Reductions
{
    // Expand costs nothing where a product takes it up. Integers wrap around as they do in the runtime.
    internal static IReadOnlyList<Operator> All { get; } = unchecked((Operator[])
    [
        new("ReduceSum") { Infer = Reduce, Traits = Traits.Reducing, ReceptiveField = ReduceField, Rule = new((n, dY) => Kept(n, dY).Expand(n.X.Shape)), Fold = Evaluation.Reduced((a, b) => a + b, 0, (a, b) => a + b, 0) },
        new("ReduceMean") { Infer = Reduce, Traits = Traits.Reducing | Traits.KeepsOrder, ReceptiveField = ReduceField, Rule = new((n, dY) => (Kept(n, dY) * ((double)n.Y.Shape.Elements / n.X.Shape.Elements)).Expand(n.X.Shape)) },
        new("ReduceMax")
        {
            Infer = Reduce,
            Traits = Traits.Reducing,
            ReceptiveField = ReduceField,
            Rule = new((n, dY) => Ops.Share(Kept(n, dY), Ops.AtTop(n.X - Kept(n, n.Y)), AxesOf(n))),
            Fold = Evaluation.Reduced(Math.Max, double.NegativeInfinity, Math.Max, long.MinValue),
            Note = "Elements that tie share dY.",
        },
        new("ReduceMin")
        {
            Infer = Reduce,
            Traits = Traits.Reducing,
            ReceptiveField = ReduceField,
            Rule = new((n, dY) => Ops.Share(Kept(n, dY), Ops.AtTop(Kept(n, n.Y) - n.X), AxesOf(n))),
            Fold = Evaluation.Reduced(Math.Min, double.PositiveInfinity, Math.Min, long.MaxValue),
        },
        new("ReduceProd")
        {
            Infer = Reduce,
            Traits = Traits.Reducing,
            ReceptiveField = ReduceField,
            Rule = Rule.Through(1, n => Ops.Product(n.X, AxesOf(n)).Reshape(n.Y.Shape)),
            Fold = Evaluation.Reduced((a, b) => a * b, 1, (a, b) => a * b, 1),
            Note = "Multiplied by halves, so that elements of 0 have their derivative too.",
        },
        new("ReduceL1") { Infer = Reduce, Traits = Traits.Reducing, ReceptiveField = ReduceField, Rule = new((n, dY) => Ops.Sign(n.X) * Kept(n, dY)) },
        new("ReduceL2") { Infer = Reduce, Traits = Traits.Reducing, ReceptiveField = ReduceField, Rule = new((n, dY) => n.X / Ops.Of("Max", Kept(n, n.Y), n.X.Scalar(1.17549435e-38)) * Kept(n, dY)), Note = "X/Y, and 0 where Y is 0." },
        new("ReduceSumSquare") { Infer = Reduce, Traits = Traits.Reducing, ReceptiveField = ReduceField, Rule = new((n, dY) => 2 * n.X * Kept(n, dY)) },
        new("ReduceLogSum") { Infer = Reduce, Traits = Traits.Reducing, ReceptiveField = ReduceField, Rule = new((n, dY) => (Kept(n, dY) / Kept(n, n.Y).Exp()).Expand(n.X.Shape)) },
        new("ReduceLogSumExp") { Infer = Reduce, Traits = Traits.Reducing, ReceptiveField = ReduceField, Rule = new((n, dY) => (n.X - Kept(n, n.Y)).Exp() * Kept(n, dY)) },
        new("ArgMax") { Infer = Arg, Type = Types.Always(ElementType.Int64), ReceptiveField = step => ReducedField(step, [Axis(step)]), Rule = Rule.Constant },
        new("ArgMin") { Infer = Arg, Type = Types.Always(ElementType.Int64), ReceptiveField = step => ReducedField(step, [Axis(step)]), Rule = Rule.Constant },
    ]);

    /// <summary>The axes a node reduces, counted from the start.</summary>
    internal static int[] AxesOf(Node node) => Named(node, 1, node.X.Shape.Rank) is { Length: > 0 } axes ? axes
        : node.Flag("noop_with_empty_axes") ? [] : [.. Enumerable.Range(0, node.X.Shape.Rank)];

    static IReadOnlyList<Shape?> Reduce(Node node) => [Reduced(node, AxesOf(node))];

    static IReadOnlyList<Shape?> Arg(Node node) => [Reduced(node, [node.X.Shape.Axis(node.Int("axis"))])];

    static Shape Reduced(Node node, int[] axes) => node.Flag("keepdims", or: true)
        ? [.. node.X.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)]
        : [.. node.X.Shape.Where((_, axis) => !axes.Contains(axis))];

    static Region? ReduceField(Step step) => step.Input == 0 ? ReducedField(step, AxesOf(step.Node)) : null;

    static Region ReducedField(Step step, int[] axes)
    {
        if (step.Node.Flag("keepdims", or: true)) return step.Mixed(axes.Contains);
        var kept = new Queue<IndexSet?>(step.At.Axes);
        return new([.. step.From.Select((_, axis) => axes.Contains(axis) ? step.All(axis) : kept.Dequeue())]);
    }

    /// <summary>The axes that a reduction took away, put back with the size 1.</summary>
    static Value Kept(Node n, Value reduced) => AxesOf(n) is var axes && reduced.Shape.Rank == n.X.Shape.Rank ? reduced
        : reduced.Reshape([.. n.X.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)]);
}
