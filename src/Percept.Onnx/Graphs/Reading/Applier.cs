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
        try
        {
            return Constant(node) ?? Branch(node) ?? Upgrade(node);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or NullReferenceException or ArgumentException or InvalidOperationException or OverflowException or DivideByZeroException or KeyNotFoundException)
        {
            throw new GraphException($"{node.Described()} does not have the inputs and attributes that ONNX's {node.OpType} has.", error);
        }
        catch (GraphException error) when (!error.Message.Contains($"'{node.Title()}'", StringComparison.Ordinal))
        {
            throw new GraphException($"{node.Described()} cannot be applied: {error.Message}", error);
        }
    }

    List<Value>? Constant(NodeProto node) => node.IsStandard("Constant") && Constants.Of(node, tensors) is { } constant ? [graph.Constant(constant, node.Output[0])] : null;

    /// <summary>The branch that an If with a constant condition takes.</summary>
    List<Value>? Branch(NodeProto node)
    {
        if (!node.IsStandard("If") || Value(node.Input[0]).Constant is not { Type: ElementType.Bool, Length: 1 } condition) return null;
        var wanted = condition.To<byte>()[0] != 0 ? "then_branch" : "else_branch";
        var branch = node.Attribute.FirstOrDefault(attribute => attribute.Name == wanted)?.G ?? throw new GraphException($"it has no {wanted}.");
        foreach (var tensor in branch.Initializer) values[tensor.Name] = graph.Constant(tensors.Read(tensor), tensor.Name);
        Apply(branch.Node, needed: null);
        return [.. branch.Output.Select(output => Value(output.Name))];
    }

    IReadOnlyList<Value> Upgrade(NodeProto node)
    {
        var (name, operation) = (node.Title(), node.IsStandard() ? node.OpType : $"{node.Domain}::{node.OpType}");
        var application = new Application(
            graph, opset, operation, [.. node.Input.Select(input => input.Length == 0 ? null : Value(input))],
            Constants.Attributes(node, tensors), name, [.. node.Output.Select((output, i) => output.Length > 0 ? output : $"{name}:{i}")]);
        // What comes from a Loop and the like cannot be run, so its form does not matter either.
        if (application.Inputs.Any(input => input?.Type == ElementType.Undefined)) return application.Emit();
        if (!node.IsStandard()) return Contributed.Emit(application);
        return Upgrades.Emit(declared is null ? application : declared.Freed(application, node));
    }
}
