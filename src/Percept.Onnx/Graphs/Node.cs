namespace Percept.Onnx.Graphs;

/// <summary>One application of an operator, with every operator in the form it has in opset 18.</summary>
public sealed class Node
{
    internal Node(Graph graph, int index, string name, string operation, IReadOnlyList<Value?> inputs, Attributes attributes)
    {
        (Graph, Index, Name, Operator, Inputs, Attributes) = (graph, index, name, operation, inputs, attributes);
        Outputs = [];
    }

    /// <summary>The graph it belongs to.</summary>
    public Graph Graph { get; }

    /// <summary>Its place in the graph: a node comes after all that it depends on.</summary>
    public int Index { get; }

    /// <summary>Its name: the model's, or the path of what it was emitted for.</summary>
    public string Name { get; }

    /// <summary>The operator's name, with its domain before it where that is not ONNX's own.</summary>
    public string Operator { get; }

    /// <summary>The inputs in ONNX's order; null where an optional one is left out.</summary>
    public IReadOnlyList<Value?> Inputs { get; }

    /// <summary>The outputs in ONNX's order.</summary>
    public IReadOnlyList<Value> Outputs { get; internal set; }

    /// <summary>The operator's settings.</summary>
    public Attributes Attributes { get; }

    /// <summary>The input at an index.</summary>
    /// <exception cref="GraphException">It is left out.</exception>
    public Value this[int input] => Optional(input) ?? throw new GraphException($"{this} lacks its input {input}; it has {Listed("input", Inputs.Count, i => Inputs[i] is not null)}.");

    /// <summary>The first input.</summary>
    public Value X => this[0];

    /// <summary>The first output.</summary>
    public Value Y => Output(0);

    /// <summary>The output at an index.</summary>
    /// <exception cref="GraphException">It is not among those that were asked for.</exception>
    public Value Output(int output) => output < Outputs.Count ? Outputs[output] : throw new GraphException($"{this} lacks its output {output}; it has {Listed("output", Outputs.Count, _ => true)}.");

    /// <summary>The input at an index, or null where it is left out.</summary>
    public Value? Optional(int input) => input < Inputs.Count ? Inputs[input] : null;

    /// <summary>All inputs, none of which may be left out.</summary>
    /// <exception cref="GraphException">One is.</exception>
    public IEnumerable<Value> Operands => Enumerable.Range(0, Inputs.Count).Select(input => this[input]);

    /// <summary>What an input holds, where it is constant; null where it is left out.</summary>
    /// <exception cref="GraphException">It is only known when the network runs.</exception>
    public Tensor? Constant(int input) => Optional(input) is null ? null : Known(input);

    /// <summary>What an input holds that must be there and be constant.</summary>
    /// <exception cref="GraphException">It is left out, or only known when the network runs.</exception>
    public Tensor Known(int input) => this[input] is var value && value.Constant is { } constant ? constant
        : throw new DataDependentException($"{this} computes its input {input} ('{value.Name}') from the data; only a constant can be reasoned about.");

    /// <summary>An integer setting.</summary>
    public int Int(string name, int or = 0) => Attributes.Int(name, or);

    /// <summary>A number setting.</summary>
    public float Float(string name, float or = 0) => Attributes.Float(name, or);

    /// <summary>A switch.</summary>
    public bool Flag(string name, bool or = false) => Attributes.Int(name, or ? 1 : 0) != 0;

    /// <summary>A text setting.</summary>
    public string Text(string name, string or = "") => Attributes.Text(name, or);

    /// <summary>A setting of several integers, one for each of <paramref name="count"/>; null where it is not set.</summary>
    /// <exception cref="GraphException">It has another number of them.</exception>
    public int[]? Ints(string name, int count) => Attributes.Ints(name) is not { } list || list.Length == count ? Attributes.Ints(name)
        : throw new GraphException($"{this} has {list.Length} integers in its attribute '{name}', where {count} belong.");

    /// <summary>The operator and the node's name, as errors quote it.</summary>
    public override string ToString() => $"{Operator} '{Name}'";

    static string Listed(string what, int count, Predicate<int> exists)
    {
        var there = Enumerable.Range(0, count).Where(i => exists(i)).ToArray();
        return there.Length == 0 ? $"no {what}s" : $"{(there.Length == 1 ? $"the {what}" : $"the {what}s")} {string.Join(", ", there)}";
    }
}
