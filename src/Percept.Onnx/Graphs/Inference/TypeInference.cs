using Percept.Onnx.Operators;

namespace Percept.Onnx.Graphs.Inference;

/// <summary>The types and shapes of what nodes yield.</summary>
static class TypeInference
{
    /// <summary>The types of a node's outputs; without a shape where it depends on data or the operator is not known.</summary>
    /// <exception cref="GraphException">The inputs do not fit the operator.</exception>
    internal static IReadOnlyList<TensorType> Of(Node node, int outputs)
    {
        if (OwnOperators.Is(node.Operator)) return OwnOperators.TypesOf(node, outputs);
        var entry = Catalogue.Find(node.Operator) ?? new(node.Operator);
        // Of what an operator yields that nobody knows, not even the type is known.
        var shapes = entry.Infer is { } infer && node.Inputs.All(input => input?.Type != ElementType.Undefined) ? Located(node, infer) : [];
        if (node.Operator == "Split" && shapes.Count > 0 && shapes.Count != outputs) throw new GraphException($"{node} splits into {shapes.Count} parts, but has {outputs} outputs.");
        var type = node.Operator.Contains("::", StringComparison.Ordinal) ? Types.Always(ElementType.Undefined) : entry.Type;
        TensorType[] all = [.. Enumerable.Range(0, outputs).Select(i => new TensorType(type(node, i), i < shapes.Count ? shapes[i] : null))];
        foreach (var each in all)
            if (!Enum.IsDefined(each.Element)) throw new GraphException($"{node} yields the element type {(int)each.Element}, which does not exist.");
        return all;
    }

    static IReadOnlyList<Shape?> Located(Node node, InferShapes infer)
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
