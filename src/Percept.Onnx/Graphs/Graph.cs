using Percept.Onnx.Graphs.Folding;
using Percept.Onnx.Graphs.Inference;
using Percept.Onnx.Operators;

namespace Percept.Onnx.Graphs;

/// <summary>
/// Nodes in the order they can run in, every shape known. It only grows: a gradient is more nodes behind the network's own,
/// and <see cref="GraphWriter"/> writes just those that the wanted outputs need.
/// </summary>
/// <remarks>
/// Emitting simplifies (<see cref="Operator.Simplify"/>), shares equal nodes, infers shapes and folds small constants, so that
/// rules can say what they mean and leave the tidying to the graph.
/// </remarks>
public sealed class Graph
{
    /// <summary>How many elements may be computed while a graph is built; the rest is left to the runtime.</summary>
    const long MostFolded = 1 << 27;

    readonly List<Node> nodes = [];
    readonly List<Value> inputs = [];
    readonly Dictionary<string, Value> byName = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> nameCounts = new(StringComparer.Ordinal);
    readonly Dictionary<string, Node> shared = new(StringComparer.Ordinal);
    readonly Dictionary<Value, int> identities = [];
    long folded;

    /// <summary>The inputs, in the order they were added.</summary>
    public IReadOnlyList<Value> Inputs => inputs;

    /// <summary>All nodes, each after what it depends on.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>What names of emitted nodes begin with: whom they are emitted for.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The value of that name, or null.</summary>
    public Value? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Every name with the value it stands for; values that were merged have several.</summary>
    public IReadOnlyDictionary<string, Value> Names => byName;

    /// <summary>Adds an input.</summary>
    public Value Input(string name, ElementType type, Shape shape)
    {
        var value = Add(new Value(this, Unique(name), new(type, shape)));
        inputs.Add(value);
        return value;
    }

    /// <summary>Adds a constant.</summary>
    public Value Constant(Tensor tensor, string name = "constant")
    {
        if (tensor.Length > 64) return Add(new Value(this, Unique(name), new(tensor.Type, tensor.Shape), constant: tensor));

        var key = $"constant {tensor.Type} {tensor.Shape} {Convert.ToHexString(tensor.Bytes.Span)}";
        if (shared.TryGetValue(key, out var holder)) return holder.Outputs[0];
        var value = Add(new Value(this, Unique(name), new(tensor.Type, tensor.Shape), constant: tensor));
        shared[key] = new Node(this, -1, name, "Constant", [], Attributes.None) { Outputs = [value] };
        return value;
    }

    /// <summary>Adds an operator with one output, or finds the value that already is what it would compute.</summary>
    public Value Emit(string operation, ReadOnlySpan<Value?> inputs, Attributes? attributes = null) => EmitAll(operation, inputs, attributes, outputs: 1)[0];

    /// <summary>Adds an operator, or finds the values that already are what it would compute.</summary>
    /// <param name="operation">The operator's name, in the form it has in opset 18.</param>
    /// <param name="inputs">Its inputs in ONNX's order; null where an optional one is left out.</param>
    /// <param name="attributes">Its settings.</param>
    /// <param name="outputs">How many outputs are wanted.</param>
    /// <param name="name">The node's name; by default from <see cref="Scope"/> and the operator.</param>
    /// <param name="outputNames">The outputs' names; by default from the node's.</param>
    /// <exception cref="GraphException">The inputs' shapes or the settings do not fit the operator.</exception>
    public IReadOnlyList<Value> EmitAll(
        string operation, ReadOnlySpan<Value?> inputs, Attributes? attributes = null, int outputs = 1, string? name = null, IReadOnlyList<string>? outputNames = null)
    {
        foreach (var input in inputs)
            if (input is not null && input.Graph != this) throw new GraphException($"'{input.Name}' belongs to another graph.");

        var trimmed = inputs.ToArray();
        while (trimmed is [.., null]) trimmed = trimmed[..^1];
        var node = new Node(this, nodes.Count, name ?? Path.Join(Scope, operation).Replace('\\', '/'), operation, trimmed, attributes ?? Attributes.None);

        var entry = Catalogue.Find(operation);
        if (outputs == 1 && entry?.Simplify?.Invoke(node) is { } same) return [same];

        var key = $"{operation}/{outputs}({string.Join(',', trimmed.Select(Identity))}){node.Attributes.Key}";
        if (shared.TryGetValue(key, out var earlier)) return earlier.Outputs;

        var types = TypeInference.Of(node, outputs);
        if (Evaluation.Of(node, types) is { } constant) return [Constant(constant, outputNames?[0] ?? node.Name)];

        node.Outputs = [.. types.Select((type, i) => Add(new Value(this, Unique(outputNames?[i] ?? (i == 0 ? node.Name : $"{node.Name}:{i}")), type, node, i)))];
        nodes.Add(node);
        if (entry?.Traits.HasFlag(Traits.Random) != true) shared[key] = node;
        return node.Outputs;
    }

    /// <summary>Whether so many more elements may be computed now.</summary>
    internal bool MayFold(long elements)
    {
        if (elements > MostFolded - folded) return false;
        folded += elements;
        return true;
    }

    /// <summary>Gives a value one more name, by which <see cref="Find"/> finds it.</summary>
    internal void Alias(string name, Value value) => byName[name] = value;

    Value Add(Value value)
    {
        byName[value.Name] = value;
        identities[value] = identities.Count;
        return value;
    }

    int Identity(Value? value) => value is null ? -1 : identities[value];

    string Unique(string name)
    {
        if (name.Length == 0) name = "value";
        if (!byName.ContainsKey(name)) return name;
        string candidate;
        do candidate = $"{name}_{nameCounts[name] = nameCounts.GetValueOrDefault(name, 1) + 1}"; while (byName.ContainsKey(candidate));
        return candidate;
    }
}
