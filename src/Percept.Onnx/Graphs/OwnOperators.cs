namespace Percept.Onnx.Graphs;

/// <summary>Operators of Percept's own, which its sessions run and no file may ask for: each states the shapes of its float32 outputs.</summary>
static class OwnOperators
{
    /// <summary>The domain of their names.</summary>
    public const string Domain = "percept";

    /// <summary>The attribute that states the first output's shape; a second's and a third's are <c>shape1</c> and <c>shape2</c>.</summary>
    public const string Shape = "shape";

    /// <summary>What a node of one is called in a graph.</summary>
    public static string Name(string operation) => $"{Domain}::{operation}";

    /// <summary>Whether a node's operator is one of them.</summary>
    internal static bool Is(string operation) => operation.StartsWith(Name(""), StringComparison.Ordinal);

    internal static IReadOnlyList<TensorType> TypesOf(Node node, int outputs) => [.. Enumerable.Range(0, outputs).Select(i =>
        new TensorType(ElementType.Float32, node.Attributes.Ints(i == 0 ? Shape : $"{Shape}{i}") is { } sizes ? [.. sizes] : null))];
}
