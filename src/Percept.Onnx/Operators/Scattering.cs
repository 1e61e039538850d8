using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>Operators that put elements, or sums of them, where indices say.</summary>
static class Scattering
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("ScatterElements")
        {
            Infer = ScatterElements,
            Rule = new((n, dY) => Elements(n).OfData(dY), null, (n, dY) => Elements(n).OfUpdates(dY)),
            Note = "What was overwritten has no part in Y; what is added or multiplied has; elements that tie for the maximum or minimum share dY.",
        },
        new("ScatterND")
        {
            Infer = First,
            Rule = new(
                (n, dY) => ReductionOf(n) switch
                {
                    "none" => dY.Graph.Emit("ScatterND", [dY, n[1], Ops.Zeros(dY, n[2].Shape)]),
                    "add" => dY,
                    _ => OfRows(n, dY, (rows, dRows) => rows.OfData(dRows)).Reshape(n.X.Shape),
                },
                null,
                (n, dY) => ReductionOf(n) is "none" or "add" ? dY.Graph.Emit("GatherND", [dY, n[1]]) : OfRows(n, dY, (rows, dRows) => rows.OfUpdates(dRows)).Reshape(n[2].Shape)),
            Note = "The same with whole rows.",
        },
        new("CumSum")
        {
            Infer = First,
            ReceptiveField = CumSumField,
            Rule = new((n, dY) => dY.Graph.Emit("CumSum", [dY, n[1]], n.Attributes.With("reverse", n.Flag("reverse") ? 0 : 1))),
            Note = "What each element was added to: those that come after it, or with reverse before it.",
        },
    ];

    static IReadOnlyList<Shape?> ScatterElements(Node node)
    {
        node.X.Shape.Axis(node.Int("axis"));
        if (node[1].Shape.Rank != node.X.Shape.Rank || !node[1].Shape.Equals(node[2].Shape)) throw new GraphException("its data, indices and updates do not have the same axes.");
        return [node.X.Shape];
    }

    static Region CumSumField(Step step)
    {
        if (step.Input > 0 || step.Node.Constant(1) is not { } named) return step.Everything;
        var axis = step.From.Axis(named.Whole);
        var excluded = step.Node.Flag("exclusive") ? 1 : 0;
        return step.At.With(axis, step.At[axis] is not { } set ? null
            : step.Node.Flag("reverse") ? IndexSet.Range(set.First + excluded, step.From[axis] - 1) : IndexSet.Range(0, set.Last - excluded));
    }

    static Scatter Elements(Node n) => new(ReductionOf(n), n.X, n.Y, n[1], n[2], n.Int("axis"));

    /// <summary>A derivative of whole rows, one below the other, each with its updates.</summary>
    static Value OfRows(Node n, Value dY, Func<Scatter, Value, Value> derivative)
    {
        var (x, depth) = (n.X.Shape, n[1].Shape[-1]);
        Shape rows = [x.Product(0, depth), x.Product(depth, x.Rank)], updates = [n[1].Shape.Product(0, n[1].Shape.Rank - 1), rows[1]];
        var at = Gathering.Places(n[1], [.. x.Take(depth)]).Reshape([updates[0], 1]).Expand(updates);
        return derivative(new(ReductionOf(n), n.X.Reshape(rows), n.Y.Reshape(rows), at, n[2].Reshape(updates), 0), dY.Reshape(rows));
    }

    static string ReductionOf(Node n) => n.Text("reduction", or: "none") is var reduction && reduction is ("none" or "add" or "mul" or "max" or "min") ? reduction
        : throw new GraphException($"{n} scatters with the reduction '{reduction}', which does not exist.");
}
