namespace Percept.Onnx.Graphs;

/// <summary>Operators of Percept's own, which its sessions run and no file may ask for: each states the shape of its one float32 output.</summary>
public static class OwnOperators
{
    /// <summary>The domain of their names.</summary>
    public const string Domain = "percept";

    /// <summary>The attribute that states the output's shape.</summary>
    public const string Shape = "shape";

    /// <summary>What a node of one is called in a graph.</summary>
    public static string Name(string operation) => $"{Domain}::{operation}";

    /// <summary>Whether a node's operator is one of them.</summary>
    internal static bool Is(string operation) => operation.StartsWith(Name(""), StringComparison.Ordinal);

    internal static TensorType TypeOf(Node node) => new(ElementType.Float32, node.Attributes.Ints(Shape) is { } sizes ? [.. sizes] : null);
}
