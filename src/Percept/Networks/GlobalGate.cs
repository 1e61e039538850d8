using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Networks;

/// <summary>What a global gate brings in.</summary>
public enum GateKind
{
    /// <summary>What other positions hold, of each its own share: the keys and values of an attention, a mixer's tokens.</summary>
    Attention,
    /// <summary>A mean and variance over all positions.</summary>
    Normalization,
    /// <summary>What was pooled over all positions: a squeeze-and-excitation's factors, a global context.</summary>
    Pooling,
}

/// <summary>A node at which what lies somewhere in the image meets what depends on all of it.</summary>
/// <param name="Tensor">The node's output, by its exact name.</param>
/// <param name="Operator">The node's operator.</param>
/// <param name="Kind">What is brought in.</param>
public sealed record GlobalGate(string Tensor, string Operator, GateKind Kind)
{
    internal static GlobalGate Of(Node node, string? tensor = null) => new(tensor ?? node.Y.Name, node.Operator, KindOf(node));

    /// <remarks>A factor or a context is the same at many positions, so it is smaller than what it is brought into.</remarks>
    static GateKind KindOf(Node node) =>
        Gates.IsNormalization(node) ? GateKind.Normalization
        : Catalogue.Is(node.Operator, Traits.Product) ? GateKind.Attention
        : node.Operator == "Concat" || node.Inputs.Any(input => input is { Constant: null, HasShape: true } && input.Shape.Elements < node.Y.Shape.Elements) ? GateKind.Pooling : GateKind.Attention;
}
