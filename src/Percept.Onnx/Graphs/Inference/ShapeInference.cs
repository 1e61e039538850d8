using Percept.Onnx.Operators;

namespace Percept.Onnx.Graphs.Inference;

/// <summary>The types and shapes of what nodes yield.</summary>
static class ShapeInference
{
    /// <summary>The types of a node's outputs; without a shape where it depends on data or the operator is not known.</summary>
    /// <exception cref="GraphException">The inputs do not fit the operator.</exception>
    internal static IReadOnlyList<TensorType> Of(Node node, int outputs)
    {
        if (OwnOperators.Is(node.Operator)) return OwnOperators.TypesOf(node, outputs);
        // Of what an operator yields that nobody knows, not even the type is known.
        var types = Catalogue.Find(node.Operator)?.Infer is { } infer && node.Inputs.All(input => input?.Type != ElementType.Undefined) ? Located(node, infer) : [];
        if (node.Operator == "Split" && types.Count > 0 && types.Count != outputs) throw new GraphException($"{node} splits into {types.Count} parts, but has {outputs} outputs.");
        TensorType[] all = [.. Enumerable.Range(0, outputs).Select(i => i < types.Count ? types[i] : new TensorType(ElementTypeInference.Of(node, i), null))];
        foreach (var type in all)
            if (!Enum.IsDefined(type.Element)) throw new GraphException($"{node} yields the element type {(int)type.Element}, which does not exist.");
        return all;
    }

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
        catch (Exception error) when (error is GraphException or ArithmeticException)
        {
            var shapes = string.Join(", ", node.Inputs.Select(input => input?.TensorType.Shape?.ToString() ?? "nothing"));
            throw new GraphException($"{node} cannot take inputs of shape {shapes}: {(error is GraphException ? error.Message : "its sizes and numbers are too large to be computed with, or zero.")}", error);
        }
    }
}
