using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>What must hold of a model before anything is built from it.</summary>
sealed class ModelChecks(string model)
{
    internal const int OldestOpset = 7, NewestOpset = 25, MostNodes = 200_000;

    /// <summary>The opset a model is written for, once it is found to be well formed.</summary>
    /// <param name="proto">The model.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="opsets">The opsets of nodes that are written for another one.</param>
    /// <exception cref="GraphException">It is not.</exception>
    internal static int Opset(ModelProto proto, string name, IReadOnlyDictionary<NodeProto, int> opsets)
    {
        var checks = new ModelChecks(name);
        var opset = checks.Opset(proto);
        if (proto.Graph.Output.Count == 0) throw new GraphException($"'{name}' has no outputs: there is nothing that it computes. Export it again with its outputs.");
        checks.Check(proto.Graph, node => opsets.GetValueOrDefault(node, opset), around: _ => false);
        return opset;
    }

    int Opset(ModelProto proto)
    {
        var opset = proto.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version
            ?? throw new GraphException($"'{model}' does not say for which opset it is written: it is cut short or not a whole model. Copy or export it again.");
        return opset is >= OldestOpset and <= NewestOpset ? (int)opset
            : throw new GraphException($"'{model}' is written for opset {opset}; Percept reads {OldestOpset} to {NewestOpset}. Export it again with one of these.");
    }

    void Check(GraphProto graph, Func<NodeProto, int> opset, Predicate<string> around)
    {
        if (graph.Node.Count > MostNodes) throw new GraphException($"'{model}' has {graph.Node.Count:N0} nodes; at most {MostNodes:N0} are read.");
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in graph.Input.Concat(graph.Output).Select(info => info.Name).Concat(graph.Initializer.Select(tensor => tensor.Name)))
            if (name.Length == 0) throw new GraphException($"'{model}' has an input, an output or a constant without a name.");
            else Printable(name);
        foreach (var input in graph.Input)
            if (around(input.Name) || !known.Add(input.Name)) throw new GraphException($"'{model}' has two inputs named '{input.Name}'.");
        var constants = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in graph.Initializer.Select(tensor => tensor.Name).Concat(graph.SparseInitializer.Select(tensor => tensor.Values?.Name ?? "")))
            if (!constants.Add(name)) throw new GraphException($"'{model}' has two constants named '{name}'.");
        known.UnionWith(constants);

        foreach (var node in graph.Node)
        {
            Operator(node, opset(node));
            foreach (var input in node.Input)
                if (input.Length > 0 && !IsKnown(input)) throw Unordered(graph.Node, node, input);
            foreach (var attribute in node.Attribute)
                if (attribute.G is { } inner) Check(inner, opset, IsKnown);
            foreach (var output in node.Output)
                if (output.Length > 0 && (around(output) || !known.Add(output))) throw new GraphException($"'{model}' has two tensors named '{output}'; one of them is computed by {node.Described()}.");
        }

        foreach (var output in graph.Output)
            if (!IsKnown(output.Name)) throw new GraphException($"'{model}' promises the output '{output.Name}', which nothing computes.");

        bool IsKnown(string name) => known.Contains(name) || around(name);
    }

    void Operator(NodeProto node, int opset)
    {
        foreach (var name in node.Input.Concat(node.Output).Append(node.Name).Append(node.OpType).Append(node.Domain)) Printable(name);
        if (node.Output.All(output => output.Length == 0)) throw new GraphException($"'{model}' has a node '{node.Title()}' ({node.OpType}) without outputs.");
        Signatures.CheckForm(node, opset);
    }

    /// <summary>Names are printed, and a terminal obeys what it is sent.</summary>
    void Printable(string name)
    {
        if (name.Any(char.IsControl)) throw new GraphException($"'{model}' has the name '{name}', in which there are control characters.");
    }

    GraphException Unordered(IEnumerable<NodeProto> nodes, NodeProto node, string input) => new(nodes.Any(other => other.Output.Contains(input))
        ? $"'{model}' needs the tensor '{input}' at {node.Described()} before it can be computed: its nodes form a cycle."
        : $"'{model}' uses the tensor '{input}' at {node.Described()}, which nothing computes.");
}
