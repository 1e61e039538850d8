using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>The ways in which the element types of outputs follow.</summary>
static class Types
{
    /// <summary>One type, whatever the inputs are.</summary>
    internal static InferType Always(ElementType type) => (_, _) => type;

    /// <summary>An input's.</summary>
    internal static InferType Of(int input) => (node, _) => node.Optional(input)?.Type ?? ElementType.Undefined;

    /// <summary>The first input's, and for the outputs from an index on another.</summary>
    internal static InferType After(int output, ElementType type) => (node, i) => i >= output ? type : Of(0)(node, i);

    /// <summary>The one that an attribute names, or another where it is not set.</summary>
    internal static InferType Set(string attribute, InferType or) => (node, output) => node.Int(attribute) is var type and not 0 ? (ElementType)type : or(node, output);

    /// <inheritdoc cref="Set(string, InferType)"/>
    internal static InferType Set(string attribute, ElementType or) => Set(attribute, Always(or));
}
