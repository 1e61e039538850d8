using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Optimization;

namespace Percept.Attribution.Checks;

/// <summary>Takes from a network what it has learned, from the top down (Adebayo et al., 2018): weights are shuffled within their tensor, so that their distribution stays.</summary>
static class Randomised
{
    /// <summary>The nodes that have learned weights, from the image on.</summary>
    internal static IReadOnlyList<Node> Learned(AppliedNetwork applied) => [.. applied.Image.Graph.Nodes.Where(node => WeightOf(node) >= 0)];

    /// <summary>The same network with the weights shuffled of the node at an index, and of all after it.</summary>
    internal static AppliedNetwork From(AppliedNetwork applied, int index, int seed)
    {
        var shuffled = Learned(applied).Skip(index).ToHashSet();
        var graph = new Graph();
        var copies = new Dictionary<Value, Value>();
        foreach (var input in applied.Image.Graph.Inputs) copies[input] = graph.Input(input.Name, input.Type, input.Shape);
        foreach (var node in applied.Image.Graph.Nodes)
        {
            var weight = shuffled.Contains(node) ? WeightOf(node) : -1;
            Value?[] inputs = [.. node.Inputs.Select((input, i) => input is null ? null : i == weight ? graph.Constant(Shuffled(input.Constant!, Seeds.Of(seed, node.Name)), input.Name) : Copy(input))];
            var outputs = graph.EmitAll(node.Operator, inputs, node.Attributes, node.Outputs.Count, node.Name, [.. node.Outputs.Select(output => output.Name)]);
            foreach (var (old, copy) in node.Outputs.Zip(outputs)) copies[old] = copy;
        }

        return new(copies[applied.Image], applied.Tensors.ToDictionary(tensor => tensor.Key, tensor => Copy(tensor.Value), StringComparer.Ordinal));

        Value Copy(Value value) => copies.TryGetValue(value, out var copy) ? copy : copies[value] = graph.Constant(value.Constant!, value.Name);
    }

    /// <summary>Which input of a node is a matrix of weights, or filters; -1 where none is.</summary>
    static int WeightOf(Node node) => node.Operator is "Conv" or "ConvTranspose" or "Gemm" or "MatMul"
        ? Enumerable.Range(0, 2).Reverse().FirstOrDefault(i => node.Optional(i)?.Constant is { Type: ElementType.Float32, Shape.Rank: >= 2 }, -1) : -1;

    static Tensor Shuffled(Tensor tensor, int seed)
    {
        var values = tensor.To<float>();
        new Random(seed).Shuffle(values);
        return Tensor.Of(tensor.Shape, values);
    }
}
