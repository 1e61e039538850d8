using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Adds the nodes of a model to a graph, one after the other.</summary>
/// <param name="graph">The graph to add to.</param>
/// <param name="opset">The opset each node is written for.</param>
/// <param name="tensors">Reads the tensors that nodes hold.</param>
/// <param name="weights">The model's constants by name.</param>
/// <param name="values">The inputs; what is computed joins them.</param>
/// <param name="declared">The shapes at the sizes the file was written for, where others are applied.</param>
/// <param name="reals">The names of floats that stand for the integers which the file has there; what is computed of them joins them.</param>
/// <param name="outputs">The names of what the model gives out, which stays of its type.</param>
sealed class Applier(
    Graph graph, Func<NodeProto, int> opset, TensorReader tensors, IReadOnlyDictionary<string, Tensor> weights, Dictionary<string, Value> values, DeclaredSizes? declared, HashSet<string> reals, HashSet<string> outputs)
{
    /// <summary>Loops of more turns are left as they are, and refused where they are needed.</summary>
    const int MostTurns = 8;

    int applied;

    internal void Apply(IEnumerable<NodeProto> nodes, HashSet<string>? needed)
    {
        foreach (var node in nodes)
        {
            if (needed is not null && !node.Output.Any(needed.Contains)) continue;
            if (++applied > ModelChecks.MostNodes) throw new GraphException($"The model's loops make more than {ModelChecks.MostNodes:N0} nodes.");
            var results = Apply(node);
            for (var i = 0; i < Math.Min(results.Count, node.Output.Count); i++)
            {
                if (node.Output[i].Length == 0) continue;
                values[node.Output[i]] = results[i];
                if (i == 0 && results[i].Type == ElementType.Float32 && YieldsIntegers(node)) reals.Add(node.Output[i]);
            }
        }
    }

    /// <summary>Adds the nodes that can be applied; what depends on one that cannot is left out with it.</summary>
    internal void ApplyWhatFits(IEnumerable<NodeProto> nodes)
    {
        foreach (var node in nodes)
        {
            try
            {
                Apply([node], needed: null);
            }
            catch (GraphException)
            {
                // Its outputs are not among the values, so that whatever reads them cannot be applied either.
            }
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
            return Constant(node) ?? Branch(node) ?? Unrolled(node) ?? Upgrade(node);
        }
        catch (DataDependentException)
        {
            // What only the data tells is not needed of what lies before it or beside it.
            return Stated(node).Emit();
        }
        catch (ArithmeticException error)
        {
            throw new GraphException($"{node.Described()} cannot be applied: its sizes and numbers are too large to be computed with, or zero.", error);
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
        return Body(branch);
    }

    /// <summary>What a Loop yields whose number of turns is constant and small: its body, as often.</summary>
    List<Value>? Unrolled(NodeProto node)
    {
        if (!node.IsStandard("Loop") || node.Attribute.FirstOrDefault(attribute => attribute.Name == "body")?.G is not { } body) return null;
        if (node.Input[0].Length == 0 || Value(node.Input[0]).Constant is not { Length: 1 } turns || turns.To<long>()[0] is var count && count is < 1 or > MostTurns) return null;
        if (node.Input.Count > 1 && node.Input[1].Length > 0 && !Holds(Value(node.Input[1]))) return null;
        // Only a body that never stops early is as good as its repetition.
        if (body.Output.Count == 0 || body.Input.Count != node.Input.Count || !Continues(body)) return null;

        var carried = node.Input.Skip(2).Select(Value).ToList();
        var stacked = new List<Value>[body.Output.Count - 1 - carried.Count];
        for (var i = 0; i < stacked.Length; i++) stacked[i] = [];
        var yes = graph.Constant(Tensor.Full(ElementType.Bool, Shape.Scalar, 1));
        for (var turn = 0L; turn < count; turn++)
        {
            values[body.Input[0].Name] = graph.Constant(Tensor.Of(Shape.Scalar, turn));
            values[body.Input[1].Name] = yes;
            for (var i = 0; i < carried.Count; i++) values[body.Input[i + 2].Name] = carried[i];
            var results = Body(body);
            carried = results[1..(carried.Count + 1)];
            for (var i = 0; i < stacked.Length; i++) stacked[i].Add(graph.Emit("Unsqueeze", [results[1 + carried.Count + i], graph.Constant(Tensor.Of(0))]));
        }

        return [.. carried, .. stacked.Select(parts => graph.Emit("Concat", [.. parts], new() { ["axis"] = 0 }))];
    }

    /// <summary>Whether a body's condition is the one it was given, or always true.</summary>
    bool Continues(GraphProto body)
    {
        var name = body.Output[0].Name;
        while (body.Node.FirstOrDefault(node => node.Output.Contains(name)) is { } node)
        {
            if (node.IsStandard("Constant")) return Constants.Of(node, tensors) is { Type: ElementType.Bool, Length: 1 } constant && constant.To<byte>()[0] != 0;
            if (!node.IsStandard("Identity") && !node.IsStandard("Cast")) return false;
            name = node.Input[0];
        }

        return name == body.Input[1].Name || (body.Initializer.FirstOrDefault(tensor => tensor.Name == name) is { } known ? tensors.Read(known) is { Length: 1 } tensor && tensor.To<byte>()[0] != 0
            : values.TryGetValue(name, out var value) && Holds(value));
    }

    List<Value> Body(GraphProto body)
    {
        foreach (var tensor in body.Initializer) values[tensor.Name] = graph.Constant(tensors.Read(tensor), tensor.Name);
        foreach (var tensor in body.SparseInitializer) values[tensor.Values.Name] = graph.Constant(tensors.Read(tensor), tensor.Values.Name);
        Apply(body.Node, needed: null);
        return [.. body.Output.Select(output => Value(output.Name))];
    }

    static bool Holds(Value value) => value.Constant is { Type: ElementType.Bool, Length: 1 } constant && constant.To<byte>()[0] != 0;

    IReadOnlyList<Value> Upgrade(NodeProto node)
    {
        var application = Stated(node);
        if (node.Input.Any(reals.Contains)) application = Real(application, node);
        else Signatures.CheckTypes(node, application.Opset, application.Inputs);
        // What comes from a Loop and the like cannot be run, so its form does not matter either.
        if (application.Inputs.Any(input => input?.Type == ElementType.Undefined)) return application.Emit();
        if (!node.IsStandard()) return Contributed.Emit(application);
        if (application.Operator == "Cast" && reals.Contains(node.Input[0]) && !IsFloat(node)) return [application.X];
        var isOutput = node.Output.Any(outputs.Contains);
        if (application.Operator == "DynamicQuantizeLinear" && isOutput) return application.Emit();
        var results = Upgrades.Emit(declared is null ? application : declared.Freed(application, node));
        return application.Operator is "ConvInteger" or "MatMulInteger" && isOutput ? [results[0].Cast(ElementType.Int32)] : results;
    }

    Application Stated(NodeProto node)
    {
        var (name, operation) = (node.Title(), node.IsStandard() ? node.OpType : $"{node.Domain}::{node.OpType}");
        return new(
            graph, opset(node), operation, [.. node.Input.Select(input => input.Length == 0 ? null : Value(input))],
            Constants.Attributes(node, tensors), name, [.. node.Output.Select((output, i) => output.Length > 0 ? output : $"{name}:{i}")]);
    }

    /// <summary>Whether a node's first output is one of integers in the file, where a float is what is computed.</summary>
    bool YieldsIntegers(NodeProto node) => node.OpType switch
    {
        "DynamicQuantizeLinear" or "ConvInteger" or "MatMulInteger" => true,
        "DequantizeLinear" => false,
        "Cast" => !IsFloat(node) && node.Input.Any(reals.Contains),
        _ => node.Input.Any(reals.Contains),
    };

    static bool IsFloat(NodeProto cast) => ((ElementType)cast.Attribute.First(attribute => attribute.Name == "to").I).IsFloat();

    /// <summary>A node of which some inputs are floats that stand for integers, with floats for the integers that it takes beside these.</summary>
    Application Real(Application application, NodeProto node)
    {
        var kinds = Enumerable.Range(0, node.Input.Count).Where(i => reals.Contains(node.Input[i])).Select(i => Signatures.KindOf(node, application.Opset, i)).OfType<string>().ToHashSet();
        return application with
        {
            Inputs = [.. application.Inputs.Select((input, i) => input is { Type: > ElementType.Float32 and < ElementType.String } && Signatures.KindOf(node, application.Opset, i) is { } kind && kinds.Contains(kind) ? input.Cast(ElementType.Float32) : input)],
        };
    }
}
