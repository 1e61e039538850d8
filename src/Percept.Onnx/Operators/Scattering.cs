using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.Reaches;
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
            Rule = new(
                (n, dY) => Adds(n) ? dY : dY.Graph.Emit("ScatterElements", [dY, n[1], Ops.Zeros(dY, n[1].Shape)], new() { ["axis"] = n.Int("axis") }),
                null,
                (n, dY) => dY.Graph.Emit("GatherElements", [dY, Places(n)], new() { ["axis"] = n.Int("axis") })),
            Note = "What was overwritten has no part in Y; what is added to has.",
        },
        new("ScatterND")
        {
            Infer = First,
            Rule = new(
                (n, dY) => Adds(n) ? dY : dY.Graph.Emit("ScatterND", [dY, n[1], Ops.Zeros(dY, n[2].Shape)]),
                null,
                (n, dY) => dY.Graph.Emit("GatherND", [dY, Places(n)])),
            Note = "The same with whole rows.",
        },
        new("CumSum")
        {
            Infer = First,
            Field = CumSumField,
            Rule = new((n, dY) => dY.Graph.Emit("CumSum", [dY, n[1]], n.Attributes.With("reverse", n.Flag("reverse") ? 0 : 1))),
            Note = "What each element was added to: those that come after it, or with reverse before it.",
        },
    ];

    static IReadOnlyList<TensorType> ScatterElements(Node node)
    {
        node.X.Shape.Axis(node.Int("axis"));
        if (node[1].Shape.Rank != node.X.Shape.Rank || !node[1].Shape.Equals(node[2].Shape)) throw new GraphException("its data, indices and updates do not have the same axes.");
        return [node.X.TensorType];
    }

    static Region CumSumField(Step step)
    {
        if (step.Input > 0 || step.Node.Constant(1) is not { } named) return step.Everything;
        var axis = step.From.Axis(named.ToInts()[0]);
        var excluded = step.Node.Flag("exclusive") ? 1 : 0;
        return step.At.With(axis, step.At[axis] is not { } set ? null
            : step.Node.Flag("reverse") ? IndexSet.Range(set.First + excluded, step.From[axis] - 1) : IndexSet.Range(0, set.Last - excluded));
    }

    /// <summary>Where the updates went, each of which is in Y as it is or as a summand.</summary>
    static Value Places(Node n)
    {
        _ = Adds(n);
        return n[1];
    }

    static bool Adds(Node n) => n.Text("reduction", or: "none") switch
    {
        "none" => false,
        "add" => true,
        var other => throw new GraphException($"{n} scatters with the reduction '{other}', which has no gradient rule; those with 'none' and 'add' have one. Choose a tensor before it."),
    };
}
