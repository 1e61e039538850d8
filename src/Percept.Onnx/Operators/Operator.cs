using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>The shapes of a node's outputs; null where one depends on data.</summary>
delegate IReadOnlyList<Shape?> InferShapes(Node node);

/// <summary>The element type of one of a node's outputs.</summary>
delegate ElementType InferType(Node node, int output);

/// <summary>Which part of an input of a node a part of its output depends on; null for none of it.</summary>
/// <remarks>What lies outside the input is left out afterwards, so that it need not look at borders.</remarks>
delegate Region? Dependence(Step step);

/// <summary>A node's output from constant inputs; null where it cannot be computed.</summary>
delegate Tensor? Evaluate(Node node, TensorType output);

/// <summary>All that is known of one operator of ONNX; an entry of the <see cref="Catalogue"/>.</summary>
/// <param name="Name">Its name, in the form it has in opset 18.</param>
sealed record Operator(string Name)
{
    /// <summary>What it is like.</summary>
    public Traits Traits { get; init; }

    /// <summary>How its outputs' shapes follow from its inputs'; null where they are not known.</summary>
    internal InferShapes? Infer { get; init; }

    /// <summary>The element types of its outputs, which are known even where shapes are not: that of the first input, unless the entry says otherwise.</summary>
    internal InferType Type { get; init; } = Types.Of(input: 0);

    /// <summary>What its inputs are to training, where they are constants; null for one that is nothing to it.</summary>
    public IReadOnlyList<ParameterRole?> Parameters { get; init; } = [];

    /// <summary>The first of its outputs that may be left out of a file where nothing reads it.</summary>
    internal int FirstOptionalOutput { get; init; } = int.MaxValue;

    /// <summary>Its receptive field; all of every input where null.</summary>
    internal Dependence? ReceptiveField { get; init; }

    /// <summary>Its pullbacks; null where it has none.</summary>
    internal Rule? Rule { get; init; }

    /// <summary>What a node with one output can be replaced by before it is added to a graph: the value that already is its output, or null.</summary>
    internal Func<Node, Value?>? Simplify { get; init; }

    /// <summary>What is computed while a graph is built, where the inputs are constant; null where that is left to the runtime.</summary>
    internal Evaluate? Fold { get; init; }

    /// <summary>What there is to say of its gradient, for readers.</summary>
    internal string? Note { get; init; }
}
