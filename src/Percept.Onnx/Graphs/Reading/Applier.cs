using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Adds the nodes of a model to a graph, one after the other.</summary>
/// <param name="graph">The graph to add to.</param>
/// <param name="opset">The opset the nodes are written for.</param>
/// <param name="tensors">Reads the tensors that nodes hold.</param>
/// <param name="weights">The model's constants by name.</param>
/// <param name="values">The inputs; what is computed joins them.</param>
/// <param name="declared">The shapes at the sizes the file was written for, where others are applied.</param>
sealed class Applier(Graph graph, int opset, TensorReader tensors, IReadOnlyDictionary<string, Tensor> weights, Dictionary<string, Value> values, DeclaredSizes? declared)
{
    internal void Apply(IEnumerable<NodeProto> nodes, HashSet<string>? needed)
    {
        foreach (var node in nodes)
        {
            if (needed is not null && !node.Output.Any(needed.Contains)) continue;
            var results = Apply(node);
            for (var i = 0; i < Math.Min(results.Count, node.Output.Count); i++)
                if (node.Output[i].Length > 0) values[node.Output[i]] = results[i];
        }
    }

    internal Value Value(string name)
    {
        if (values.TryGetValue(name, out var value)) return value;
        return values[name] = weights.TryGetValue(name, out var weight) ? graph.Constant(weight, name)
            : throw new GraphException($"The model's input '{name}' was not given.");
    }

    IReadOnlyList<Value> Apply(NodeProto node)
    {
        var isStandard = node.Domain is "" or "ai.onnx";
        if (isStandard && node.OpType == "Constant" && Constants.Of(node, tensors) is { } constant) return [graph.Constant(constant, node.Output[0])];
        var name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(output => output.Length > 0) ?? node.OpType;
        var application = new Application(
            graph, opset, isStandard ? node.OpType : $"{node.Domain}::{node.OpType}", [.. node.Input.Select(input => input.Length == 0 ? null : Value(input))],
            Constants.Attributes(node, tensors), name, [.. node.Output.Select((output, i) => output.Length > 0 ? output : $"{name}:{i}")]);
        return Upgrades.Emit(declared is null ? application : declared.Freed(application, node));
    }
}
