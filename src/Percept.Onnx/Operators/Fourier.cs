using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>DFT: the discrete Fourier transform along an axis, of real numbers or of complex ones, whose parts are the last axis.</summary>
static class Fourier
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("DFT")
        {
            Infer = Shapes,
            ReceptiveField = step => step.Input > 0 ? step.Everything : step.Mixed(axis => axis == Axis(step.Node) || axis == step.From.Rank - 1),
            Rule = new(Adjoint),
            Note = "The adjoint of a transform is the inverse one times its length, and of the inverse the transform divided by it; of real numbers the real part is taken.",
        },
    ];

    static int Axis(Node node) => node.X.Shape.Axis(node.Constant(2)?.Whole ?? -2);

    static int Length(Node node) => node.Constant(1)?.Whole ?? node.X.Shape[Axis(node)];

    static IReadOnlyList<Shape?> Shapes(Node node)
    {
        var (x, axis, length) = (node.X.Shape, Axis(node), Length(node));
        if (axis == x.Rank - 1 || x[-1] is not (1 or 2)) throw new GraphException("its last axis is not that of a number's parts, 1 or 2, or is the one that is transformed.");
        if (length <= 0) throw new GraphException($"its length is {length}, which must be positive.");
        if (node.Flag("onesided") && (x[-1] == 2 || node.Flag("inverse"))) throw new GraphException("it is one-sided, which only a transform of real numbers can be.");
        return [x.With(axis, node.Flag("onesided") ? (length / 2) + 1 : length).With(-1, 2)];
    }

    static Value Adjoint(Node n, Value dY)
    {
        var (x, axis, length, inverse) = (n.X.Shape, Axis(n), Length(n), n.Flag("inverse"));
        // What a one-sided transform leaves out has no part in the loss.
        dY = Resized(dY, axis, length);
        var dX = n.Graph.Emit("DFT", [dY, null, n.Optional(2)], new() { ["inverse"] = inverse ? 0 : 1 }) * (inverse ? 1.0 / length : length);
        return Resized(dX.Slice(x.Rank - 1, 0, x[-1]), axis, x[axis]);
    }

    /// <summary>Cut off, or filled up with zeros, to a size.</summary>
    static Value Resized(Value value, int axis, int size)
    {
        var (none, after) = (new int[value.Shape.Rank], new int[value.Shape.Rank]);
        after[axis] = Math.Max(size - value.Shape[axis], 0);
        return value.Slice(axis, 0, size).Pad(none, after);
    }
}
