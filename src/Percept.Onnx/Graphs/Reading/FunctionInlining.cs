using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Puts in the place of every call of a model's own functions the nodes of that function.</summary>
sealed class FunctionInlining
{
    const int MostDepth = 32;
    const long MostBytes = 1 << 30;

    readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> functions = [];
    readonly Dictionary<NodeProto, int> opsets = new(ReferenceEqualityComparer.Instance);
    readonly ModelProto model;
    int made;
    long bytes;

    FunctionInlining(ModelProto model)
    {
        this.model = model;
        foreach (var function in model.Functions) functions[(Domain(function.Domain), function.Name, function.Overload)] = function;
    }

    /// <summary>Changes the model so that it has no functions.</summary>
    /// <returns>The opsets of the nodes that are written for another one than the model.</returns>
    /// <exception cref="GraphException">Functions call each other in a circle, or make too much.</exception>
    internal static IReadOnlyDictionary<NodeProto, int> Inline(ModelProto model)
    {
        var inlining = new FunctionInlining(model);
        if (model.Functions.Count > 0) inlining.Inline(model.Graph, depth: 0);
        model.Functions.Clear();
        return inlining.opsets;
    }

    static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;

    void Inline(GraphProto graph, int depth)
    {
        var nodes = Inlined(graph.Node, depth).ToList();
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    IEnumerable<NodeProto> Inlined(IEnumerable<NodeProto> nodes, int depth)
    {
        if (depth > MostDepth) throw new GraphException($"The model's functions call each other more than {MostDepth} deep, or in a circle.");
        foreach (var node in nodes)
        {
            if (++made > ModelChecks.MostNodes) throw new GraphException($"The model's functions make more than {ModelChecks.MostNodes:N0} nodes.");
            foreach (var attribute in node.Attribute)
                if (attribute.G is { } graph) Inline(graph, depth + 1);
            if (!functions.TryGetValue((Domain(node.Domain), node.OpType, node.Overload), out var function)) yield return node;
            else
                foreach (var inner in Inlined(Body(node, function), depth + 1)) yield return inner;
        }
    }

    List<NodeProto> Body(NodeProto call, FunctionProto function)
    {
        var opset = Opset(function.OpsetImport);
        if (opset is < ModelChecks.OldestOpset or > ModelChecks.NewestOpset)
            throw new GraphException($"The model's function '{function.Name}' is written for opset {opset}; Percept reads {ModelChecks.OldestOpset} to {ModelChecks.NewestOpset}. Export it again with one of these.");
        if ((bytes += function.CalculateSize()) > MostBytes) throw new GraphException($"The model's functions, put in the place of their calls, make more than {MostBytes >> 20} MB.");
        var other = opset is { } version && version != Opset(model.OpsetImport) ? (int?)version : null;

        var scope = $"{(call.Name.Length > 0 ? call.Name : function.Name)}:{made}/";
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        for (var i = 0; i < function.Input.Count; i++) names[function.Input[i]] = i < call.Input.Count ? call.Input[i] : "";
        for (var i = 0; i < function.Output.Count; i++) names.TryAdd(function.Output[i], i < call.Output.Count && call.Output[i].Length > 0 ? call.Output[i] : scope + function.Output[i]);
        var given = call.Attribute.Concat(function.AttributeProto).GroupBy(attribute => attribute.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

        var body = function.Node.Select(node => node.Clone()).ToList();
        foreach (var node in body) Rename(node);
        // An output that is one of its inputs needs a node that computes it.
        for (var i = 0; i < Math.Min(function.Output.Count, call.Output.Count); i++)
            if (function.Input.Contains(function.Output[i])) body.Add(new() { OpType = "Identity", Input = { names[function.Output[i]] }, Output = { call.Output[i] } });
        return body;

        void Rename(NodeProto node)
        {
            if (other is { } written) opsets[node] = written;
            node.Name = node.Name.Length > 0 ? scope + node.Name : "";
            for (var i = 0; i < node.Input.Count; i++) node.Input[i] = Named(node.Input[i]);
            for (var i = 0; i < node.Output.Count; i++) node.Output[i] = Named(node.Output[i]);
            for (var i = node.Attribute.Count - 1; i >= 0; i--)
            {
                var attribute = node.Attribute[i];
                if (attribute.RefAttrName.Length > 0)
                {
                    node.Attribute.RemoveAt(i);
                    if (!given.TryGetValue(attribute.RefAttrName, out var value)) continue;
                    value = value.Clone();
                    value.Name = attribute.Name;
                    node.Attribute.Add(value);
                }
                else if (attribute.G is { } graph)
                {
                    foreach (var info in graph.Input.Concat(graph.Output)) info.Name = Named(info.Name);
                    foreach (var tensor in graph.Initializer) tensor.Name = Named(tensor.Name);
                    foreach (var inner in graph.Node) Rename(inner);
                }
            }
        }

        string Named(string name) => names.TryGetValue(name, out var known) ? known : names[name] = scope + name;
    }

    static long? Opset(IEnumerable<OperatorSetIdProto> imports) => imports.FirstOrDefault(import => Domain(import.Domain).Length == 0)?.Version;
}
