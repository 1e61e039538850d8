using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Attribution.Checks;

/// <summary>Takes from a network what it has learned, from the top down (Adebayo et al., 2018): weights and scales are shuffled within their tensor, so that their distribution stays, and biases are zero, as networks begin.</summary>
static class Randomised
{
    /// <summary>The nodes that have learned weights, from the image on.</summary>
    internal static IReadOnlyList<Node> Learned(AppliedNetwork applied) => [.. applied.Image.Graph.Nodes.Where(node => WeightOf(node) >= 0)];

    /// <summary>The same network with the weights shuffled of the node at an index of those that have any, and of all after it.</summary>
    internal static AppliedNetwork From(AppliedNetwork applied, int index, int seed)
    {
        var first = Learned(applied)[index].Index;
        var graph = new Graph();
        var copies = new Transplant(graph);
        copies.Inputs(applied.Image.Graph);
        foreach (var node in applied.Image.Graph.Nodes)
            copies.Copy(node, [.. node.Inputs.Select((input, i) => input is null ? null : node.Index >= first && Unlearned(node, i, seed) is { } unlearned ? graph.Constant(unlearned, input.Name) : copies[input])]);
        return new(copies[applied.Image], applied.Tensors.ToDictionary(tensor => tensor.Key, tensor => copies[tensor.Value], StringComparer.Ordinal));
    }

    /// <summary>Which input of a node is a matrix of weights, or filters; -1 where none is.</summary>
    static int WeightOf(Node node) => Catalogue.Is(node.Operator, Traits.Weighted)
        ? Enumerable.Range(0, 2).Reverse().FirstOrDefault(i => node.Optional(i)?.Constant is { Type: ElementType.Float32, Shape.Rank: >= 2 }, -1) : -1;

    /// <summary>What stands in place of a node's input where that was learned: weights and scales shuffled, biases and means of zero.</summary>
    static Tensor? Unlearned(Node node, int input, int seed)
    {
        if (node.Inputs[input]!.Constant is not { Type: ElementType.Float32 } tensor) return null;
        if (input == WeightOf(node)) return Shuffled(tensor, Seeds.Of(seed, node.Name));
        // A number that is added or multiplied by itself may be preprocessing.
        return Catalogue.Find(node.Operator) is not { } entry || entry.Traits.HasFlag(Traits.Affine) ? null : entry.Parameters.ElementAtOrDefault(input) switch
        {
            ParameterRole.Scale or ParameterRole.Variance => Shuffled(tensor, Seeds.Of(seed, node.Name)),
            ParameterRole.Bias or ParameterRole.Mean => Tensor.Full(ElementType.Float32, tensor.Shape, 0),
            _ => null,
        };
    }

    static Tensor Shuffled(Tensor tensor, int seed)
    {
        var values = tensor.To<float>();
        new Random(seed).Shuffle(values);
        return Tensor.Of(tensor.Shape, values);
    }
}
