namespace Percept.Onnx.Graphs;

/// <summary>Copies nodes from one graph into another: what each value of the first stands for in the second.</summary>
/// <param name="to">The graph that the copies are added to.</param>
sealed class Transplant(Graph to)
{
    readonly Dictionary<Value, Value> copies = [];

    /// <summary>What stands for a value in the other graph: what was put there, the copy of its node, or a copy of the constant that it is.</summary>
    /// <exception cref="GraphException">It is none of them.</exception>
    public Value this[Value original]
    {
        get => copies.TryGetValue(original, out var copy) ? copy
            : copies[original] = to.Constant(original.Constant ?? throw new GraphException($"Nothing stands for '{original.Name}' in the graph that it is copied to."), original.Name);
        set => copies[original] = value;
    }

    /// <summary>Puts a copy of every input of a graph there, under its name.</summary>
    public void Inputs(Graph from)
    {
        foreach (var input in from.Inputs) this[input] = to.Input(input.Name, input.Type, input.Shape);
    }

    /// <summary>Copies a node whose inputs are there, and keeps its name and those of its outputs.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">What the copy takes; what stands for the node's inputs where null.</param>
    /// <returns>What stands for its outputs.</returns>
    public IReadOnlyList<Value> Copy(Node node, IReadOnlyList<Value?>? inputs = null) =>
        Put(node, to.EmitAll(node.Operator, [.. inputs ?? Inputs(node)], node.Attributes, node.Outputs.Count, node.Name, [.. node.Outputs.Select(output => output.Name)]));

    /// <summary>Copies a node, named for where the other graph is at.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attributes">Its settings there; the same where null.</param>
    /// <param name="outputs">How many outputs it has there; as many where null.</param>
    public IReadOnlyList<Value> Renamed(Node node, Attributes? attributes = null, int? outputs = null) =>
        Put(node, to.EmitAll(node.Operator, Inputs(node), attributes ?? node.Attributes, outputs ?? node.Outputs.Count));

    /// <summary>Lets some values stand for a node's outputs.</summary>
    public IReadOnlyList<Value> Put(Node node, IReadOnlyList<Value> outputs)
    {
        foreach (var (old, copy) in node.Outputs.Zip(outputs)) copies[old] = copy;
        return outputs;
    }

    Value?[] Inputs(Node node) => [.. node.Inputs.Select(input => input is null ? null : this[input])];
}
