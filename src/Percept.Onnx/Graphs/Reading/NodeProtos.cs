using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>What can be said of a node as the file holds it.</summary>
static class NodeProtos
{
    /// <summary>Whether it is one of ONNX's own operators, or just that one of them.</summary>
    internal static bool IsStandard(this NodeProto node, string? operation = null) => node.Domain is "" or "ai.onnx" && (operation is null || node.OpType == operation);

    /// <summary>Its name, or its first output's where it has none.</summary>
    internal static string Title(this NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(output => output.Length > 0) ?? node.OpType;

    /// <summary>As errors quote it.</summary>
    internal static string Described(this NodeProto node) => $"{node.OpType} '{node.Title()}'";

    /// <summary>What it reads: its inputs, and what the graphs within it take from around them.</summary>
    internal static IEnumerable<string> Reads(this NodeProto node) => node.Attribute.Select(attribute => attribute.G).OfType<GraphProto>().SelectMany(Captures).Concat(node.Input).Where(name => name.Length > 0);

    static IEnumerable<string> Captures(GraphProto graph)
    {
        var own = graph.Input.Select(input => input.Name).Concat(graph.Initializer.Select(tensor => tensor.Name)).Concat(graph.Node.SelectMany(node => node.Output)).ToHashSet(StringComparer.Ordinal);
        return graph.Node.SelectMany(Reads).Concat(graph.Output.Select(output => output.Name)).Where(name => !own.Contains(name));
    }
}
