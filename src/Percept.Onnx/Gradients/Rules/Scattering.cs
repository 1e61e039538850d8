using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>Each dY is added to the element it was gathered from, which one number tells within its part of the batch.</remarks>
    internal static readonly Rule GatherND = new((n, dY) =>
    {
        var (x, batch, depth) = (n.X.Shape, n.Int("batch_dims"), n[1].Shape[-1]);
        var (outer, inner) = (x.Product(0, batch), x.Product(batch + depth, x.Rank));
        int[] sizes = [.. x.Skip(batch).Take(depth)];
        int[] strides = [.. sizes.Select((_, axis) => x.Product(batch + axis + 1, batch + depth))];
        var index = n[1].Cast(ElementType.Int64);
        index = Ops.Of("Where", Ops.Of("Less", index, index.Scalar(0)), index + index.Vector(sizes), index);
        var place = (index * index.Vector(strides)).Sum([-1], keepDims: false).Reshape([outer, (n[1].Shape.Product(0, n[1].Shape.Rank - 1) / outer), 1]);
        var rows = dY.Reshape([outer, place.Shape[1], inner]);
        return Ops.ScatterAdd(Ops.Zeros(dY, [outer, x.Product(batch, batch + depth), inner]), place.Expand(rows.Shape), rows, axis: 1).Reshape(x);
    });

    /// <remarks>What was overwritten has no part in Y; what is added to has.</remarks>
    internal static readonly Rule ScatterElements = new(
        (n, dY) => Adds(n) ? dY : dY.Graph.Emit("ScatterElements", [dY, n[1], Ops.Zeros(dY, n[1].Shape)], new() { ["axis"] = n.Int("axis") }),
        null,
        (n, dY) => dY.Graph.Emit("GatherElements", [dY, Places(n)], new() { ["axis"] = n.Int("axis") }));

    /// <remarks>The same with whole rows.</remarks>
    internal static readonly Rule ScatterND = new(
        (n, dY) => Adds(n) ? dY : dY.Graph.Emit("ScatterND", [dY, n[1], Ops.Zeros(dY, n[2].Shape)]),
        null,
        (n, dY) => dY.Graph.Emit("GatherND", [dY, Places(n)]));

    /// <remarks>What each element was added to: those that come after it, or with <c>reverse</c> before it.</remarks>
    internal static readonly Rule CumSum = new((n, dY) => dY.Graph.Emit("CumSum", [dY, n[1]], n.Attributes.With("reverse", n.Flag("reverse") ? 0 : 1)));

    internal static readonly Rule ReverseSequence = new((n, dY) => dY.Graph.Emit("ReverseSequence", [dY, n[1]], n.Attributes));

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
