using System.Collections.Frozen;

namespace Percept.Onnx.Graphs.Inference;

/// <summary>Tells the types and shapes of a node's outputs; one entry of <see cref="ShapeInference"/>.</summary>
delegate IReadOnlyList<TensorType> InferTypes(Node node);

/// <summary>The table of all operators whose output shapes follow from their inputs'.</summary>
static class ShapeInference
{
    /// <summary>The types of a node's outputs; without a shape where it depends on data or the operator is not known.</summary>
    /// <exception cref="GraphException">The inputs do not fit the operator.</exception>
    internal static IReadOnlyList<TensorType> Of(Node node, int outputs)
    {
        if (OwnOperators.Is(node.Operator)) return OwnOperators.TypesOf(node, outputs);
        // Of what an operator yields that nobody knows, not even the type is known.
        var types = Table.TryGetValue(node.Operator, out var infer) && node.Inputs.All(input => input?.Type != ElementType.Undefined) ? Located(node, infer) : [];
        if (node.Operator == "Split" && types.Count > 0 && types.Count != outputs) throw new GraphException($"{node} splits into {types.Count} parts, but has {outputs} outputs.");
        TensorType[] all = [.. Enumerable.Range(0, outputs).Select(i => i < types.Count ? types[i] : new TensorType(ElementTypeInference.Of(node, i), null))];
        foreach (var type in all)
            if (!Enum.IsDefined(type.Element)) throw new GraphException($"{node} yields the element type {(int)type.Element}, which does not exist.");
        return all;
    }

    /// <summary>Whether the shapes of this operator's outputs are known to follow from its inputs'.</summary>
    internal static bool Knows(string operation) => Table.ContainsKey(operation);

    static IReadOnlyList<TensorType> Located(Node node, InferTypes infer)
    {
        try
        {
            return infer(node);
        }
        catch (DataDependentException)
        {
            return [];
        }
        catch (Exception error) when (error is GraphException or IndexOutOfRangeException or ArgumentException or InvalidOperationException or OverflowException or DivideByZeroException)
        {
            var shapes = string.Join(", ", node.Inputs.Select(input => input?.TensorType.Shape?.ToString() ?? "nothing"));
            throw new GraphException($"{node} cannot take inputs of shape {shapes}: {(error is GraphException ? error.Message : "its attributes do not fit them.")}", error);
        }
    }

    static readonly FrozenDictionary<string, InferTypes> Table = new Dictionary<string, InferTypes>(StringComparer.Ordinal)
        .With(Elementwise.Table).With(Windows.Table).With(Reshaping.Table).With(Reductions.Table).With(Movement.Table).With(Products.Table).With(Generation.Table).With(Others.Table)
        .ToFrozenDictionary(StringComparer.Ordinal);

    static Dictionary<string, InferTypes> With(this Dictionary<string, InferTypes> all, Dictionary<string, InferTypes> more)
    {
        foreach (var (operation, infer) in more) all.Add(operation, infer);
        return all;
    }
}
