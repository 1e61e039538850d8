namespace Percept.Onnx.Graphs;

/// <summary>What a tensor is: the type of its elements and its shape, or null where the shape depends on data.</summary>
public readonly record struct TensorType(ElementType Element, Shape? Shape);

/// <summary>A tensor in a graph: an input, a constant, or an output of a node. It has operators, so that rules read as mathematics.</summary>
public sealed partial class Value
{
    internal Value(Graph graph, string name, TensorType type, Node? producer = null, int outputIndex = 0, Tensor? constant = null) =>
        (Graph, Name, TensorType, Producer, OutputIndex, Constant) = (graph, name, type, producer, outputIndex, constant);

    /// <summary>The graph it belongs to, to which whatever is computed from it is added.</summary>
    public Graph Graph { get; }

    /// <summary>Its name, unique in the graph; what the model calls it where it comes from a model.</summary>
    public string Name { get; }

    /// <summary>The node it is an output of; null for inputs and constants.</summary>
    public Node? Producer { get; }

    /// <summary>Which output of <see cref="Producer"/> it is.</summary>
    public int OutputIndex { get; }

    /// <summary>What it holds, where that is known before the graph runs.</summary>
    public Tensor? Constant { get; }

    /// <summary>Its element type, and its shape where that is known.</summary>
    public TensorType TensorType { get; }

    /// <summary>The type of its elements.</summary>
    public ElementType Type => TensorType.Element;

    /// <summary>Whether it is known to be 0 everywhere.</summary>
    public bool IsZero => (Constant ?? (Producer is { Operator: "Expand" } expand ? expand.X.Constant : null)) is { } constant && !constant.Bytes.Span.ContainsAnyExcept((byte)0);

    /// <summary>Whether its shape is known before the graph runs.</summary>
    public bool HasShape => TensorType.Shape is not null;

    /// <summary>Its shape.</summary>
    /// <exception cref="GraphException">The shape depends on the data.</exception>
    public Shape Shape => TensorType.Shape ??
        throw new DataDependentException($"The shape of '{Name}'{(Producer is null ? "" : $", an output of {Producer},")} is not known before the network runs; choose a tensor before it.");

    /// <summary>Its name, type and shape.</summary>
    public override string ToString() => $"{Name}: {Type} {TensorType.Shape?.ToString() ?? "of unknown shape"}";
}
