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
    /// <exception cref="GraphException">It is optional and left out.</exception>
    public Value this[int input] => Optional(input) ?? throw new GraphException($"{this} lacks its input {input}.");

    /// <summary>The first input.</summary>
    public Value X => this[0];

    /// <summary>The first output.</summary>
    public Value Y => Outputs[0];

    /// <summary>The input at an index, or null where it is left out.</summary>
    public Value? Optional(int input) => input < Inputs.Count ? Inputs[input] : null;

    /// <summary>What an input holds, where it is constant; null where it is left out.</summary>
    /// <exception cref="GraphException">It is only known when the network runs.</exception>
    public Tensor? Constant(int input) => Optional(input) is not { } value ? null
        : value.Constant ?? throw new DataDependentException($"{this} computes its input {input} ('{value.Name}') from the data; only a constant can be reasoned about.");

    /// <summary>An integer setting.</summary>
    public int Int(string name, int or = 0) => Attributes.Int(name, or);

    /// <summary>A number setting.</summary>
    public float Float(string name, float or = 0) => Attributes.Float(name, or);

    /// <summary>A switch.</summary>
    public bool Flag(string name, bool or = false) => Attributes.Int(name, or ? 1 : 0) != 0;

    /// <summary>A text setting.</summary>
    public string Text(string name, string or = "") => Attributes.Text(name, or);

    /// <summary>The operator and the node's name, as errors quote it.</summary>
    public override string ToString() => $"{Operator} '{Name}'";
}
