using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>One step back through a graph: from a part of an output of a node to one of its inputs.</summary>
/// <param name="Node">The node, whose shapes are known.</param>
/// <param name="Output">Which of its outputs is asked about.</param>
/// <param name="Input">Which of its inputs is asked for.</param>
/// <param name="At">The part of the output.</param>
/// <param name="Borders">Whether tensors end; if not, indices run on without bound, as in the middle of an endless image.</param>
/// <param name="Local">Whether what is mixed all over an axis is left open, so that it can be told from what grows to all of it; the statistics of normalisations are not followed.</param>
sealed record Step(Node Node, int Output, int Input, Region At, bool Borders, bool Local = false)
{
    /// <summary>The part of the input: all of it where nothing is known of the operator.</summary>
    internal Region? Back() => Local && Input == 0 && Gates.IsNormalization(Node) ? At : Catalogue.Find(Node.Operator)?.ReceptiveField is { } field ? field(this) : Everything;

    /// <summary>The shape of the input.</summary>
    internal Shape From => Node[Input].Shape;

    /// <summary>The shape of the output.</summary>
    internal Shape To => Node.Outputs[Output].Shape;

    /// <summary>All of the input: what is said of operators that nothing more is known about.</summary>
    internal Region Everything => Whole(From, IsFilled);

    /// <summary>Whether all of an axis is said as all its indices; otherwise the axis is left open.</summary>
    internal bool IsFilled => Borders && !Local;

    /// <summary>All of an axis of the input.</summary>
    internal IndexSet? All(int axis) => All(From[axis], IsFilled);

    /// <summary>The part of the output, with some axes mixed: each of their elements depends on the whole axis.</summary>
    internal Region Mixed(Func<int, bool> axes) => new(At.Axes.Select((set, axis) => set is not null && axes(axis) ? All(axis) : set));

    internal static Region Whole(Shape shape, bool borders) => new(shape.Select(size => All(size, borders)));

    static IndexSet? All(int size, bool borders) => borders ? IndexSet.Range(0, size - 1) : null;
}
