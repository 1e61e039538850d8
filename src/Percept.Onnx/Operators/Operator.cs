using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>The types and shapes of a node's outputs; without a shape where it depends on data.</summary>
delegate IReadOnlyList<TensorType> InferTypes(Node node);

/// <summary>Which part of an input of a node a part of its output depends on; null for none of it.</summary>
/// <remarks>What lies outside the input is left out afterwards, so that it need not look at borders.</remarks>
delegate Region? Dependence(Step step);

/// <summary>A node's output from constant inputs; null where it cannot be computed.</summary>
delegate Tensor? Evaluate(Node node, TensorType output);

/// <summary>All that is known of one operator of ONNX; an entry of the <see cref="Catalogue"/>.</summary>
/// <param name="Name">Its name, in the form it has in opset 18.</param>
public sealed record Operator(string Name)
{
    /// <summary>What it is like.</summary>
    public Traits Traits { get; init; }

    /// <summary>How its outputs' types and shapes follow from its inputs'; null where only their type is known.</summary>
    internal InferTypes? Infer { get; init; }

    /// <summary>Its receptive field; all of every input where null.</summary>
    internal Dependence? ReceptiveField { get; init; }

    /// <summary>Its pullbacks; null where it has none.</summary>
    internal Rule? Rule { get; init; }

    /// <summary>What is computed while a graph is built, where the inputs are constant; null where that is left to the runtime.</summary>
    internal Evaluate? Fold { get; init; }

    /// <summary>What there is to say of its gradient, for readers.</summary>
    internal string? Note { get; init; }
}
