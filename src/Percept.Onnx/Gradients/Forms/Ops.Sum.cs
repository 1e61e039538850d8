using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    /// <summary>a + b. Where both bring the phases of a strided convolution to their places, the phases are added first, and brought there once.</summary>
    internal static Value Sum(Value a, Value b)
    {
        if (IsZero(a) && a.Shape.BroadcastsTo(b.Shape)) return b;
        if (IsZero(b) && b.Shape.BroadcastsTo(a.Shape)) return a;
        if (a.Producer is not { } p || b.Producer is not { } q || p.Operator != q.Operator || !Alike(p, q)) return a + b;
        return p.Operator switch
        {
            "DepthToSpace" => p.Graph.Emit(p.Operator, [Sum(p.X, q.X)], p.Attributes),
            "Slice" when p.X.Producer is { Operator: "DepthToSpace" } => p.Graph.Emit(p.Operator, [Sum(p.X, q.X), .. p.Inputs.Skip(1)], p.Attributes),
            "Concat" => p.Graph.Emit(p.Operator, [.. p.Inputs.Zip(q.Inputs, (x, y) => Sum(x!, y!))], p.Attributes),
            _ => a + b,
        };
    }

    /// <summary>Whether two nodes of one operator do the same to inputs of the same shapes.</summary>
    static bool Alike(Node p, Node q) => p.Attributes.Key == q.Attributes.Key && p.Inputs.Count == q.Inputs.Count
        && p.Inputs.Zip(q.Inputs).All(pair => pair.First is null ? pair.Second is null
            : pair.Second is not null && pair.First.Shape.Equals(pair.Second.Shape) && (pair.First.Type.IsFloat() || pair.First == pair.Second));

    static bool IsZero(Value x) => (x.Constant ?? (x.Producer is { Operator: "Expand" } expand ? expand.X.Constant : null)) is { } constant && !constant.Bytes.Span.ContainsAnyExcept((byte)0);
}
