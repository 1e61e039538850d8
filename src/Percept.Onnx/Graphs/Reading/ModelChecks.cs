using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>What must hold of a model before anything is built from it.</summary>
static class ModelChecks
{
    const int OldestOpset = 7, NewestOpset = 22, MostNodes = 200_000;

    /// <summary>The opset a model is written for, once it is found to be well formed.</summary>
    /// <exception cref="GraphException">It is not.</exception>
    internal static int Opset(ModelProto model, string name)
    {
        var opset = model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 1;
        if (opset is < OldestOpset or > NewestOpset)
            throw new GraphException($"'{name}' is written for opset {opset}; Percept reads {OldestOpset} to {NewestOpset}. Export it again with one of these.");
        if (model.Graph.Node.Count > MostNodes) throw new GraphException($"'{name}' has {model.Graph.Node.Count:N0} nodes; at most {MostNodes:N0} are read.");

        var functions = model.Functions.Select(function => (function.Domain, function.Name)).ToHashSet();
        var known = new HashSet<string>(model.Graph.Input.Select(input => input.Name), StringComparer.Ordinal);
        known.UnionWith(model.Graph.Initializer.Select(tensor => tensor.Name));
        known.UnionWith(model.Graph.SparseInitializer.Select(tensor => tensor.Values?.Name ?? ""));
        var nodes = model.Graph.Node;
        foreach (var node in nodes)
        {
            if (node.Domain is "" or "ai.onnx" && !OperatorNames.All.Contains(node.OpType))
                throw new GraphException($"'{name}' uses the operator '{node.OpType}' ({Described(node)}), which ONNX does not have.");
            if (node.Domain is not ("" or "ai.onnx" or "ai.onnx.ml" or "com.microsoft") && !functions.Contains((node.Domain, node.OpType)))
                throw new GraphException($"'{name}' uses the operator '{node.OpType}' of the domain '{node.Domain}' ({Described(node)}), which only its makers' own runtime knows.");
            foreach (var input in node.Input)
                if (input.Length > 0 && !known.Contains(input)) throw Unordered(nodes, name, node, input);
            foreach (var output in node.Output)
                if (output.Length > 0 && !known.Add(output)) throw new GraphException($"'{name}' computes the tensor '{output}' twice, the second time at {Described(node)}.");
        }

        foreach (var output in model.Graph.Output)
            if (!known.Contains(output.Name)) throw new GraphException($"'{name}' promises the output '{output.Name}', which nothing computes.");
        return (int)opset;
    }

    static GraphException Unordered(IEnumerable<NodeProto> nodes, string name, NodeProto node, string input) => new(
        nodes.Any(other => other.Output.Contains(input))
            ? $"'{name}' uses the tensor '{input}' at {Described(node)} before it is computed: its nodes are out of order or form a cycle."
            : $"'{name}' uses the tensor '{input}' at {Described(node)}, which nothing computes.");

    static string Described(NodeProto node) => node.Name.Length > 0 ? $"node '{node.Name}'" : $"the node that computes '{node.Output.FirstOrDefault()}'";
}
