using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>A graph as a person reads it: a line for each node.</summary>
static class GraphText
{
    /// <summary>What is computed to obtain a value.</summary>
    internal static string Of(Value value)
    {
        var (needed, open) = (new HashSet<Node>(), new Stack<Value>([value]));
        while (open.TryPop(out var each))
            if (each.Producer is { } node && needed.Add(node))
                foreach (var input in node.Inputs.OfType<Value>()) open.Push(input);
        return string.Concat(needed.OrderBy(node => node.Index).Select(node => $"{string.Join(", ", node.Outputs.Select(Typed))} = {node.Operator}({string.Join(", ", node.Inputs.Select(Named))}){Settings(node)}\n"));
    }

    static string Typed(Value value) => $"{value.Name}: {value.Shape}";

    static string Named(Value? value) => value is null ? "-"
        : value.Constant is not { } constant ? value.Name
        : constant.Length <= 8 && constant.To<double>() is var numbers && numbers.All(double.IsInteger) ? FormattableString.Invariant($"[{string.Join(' ', numbers)}]")
        : $"constant {constant.Shape}";

    static string Settings(Node node) => string.Concat(node.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => FormattableString.Invariant($" {attribute.Key}={Said(attribute.Value.Content)}")));

    static object Said(object content) => content is long[] list ? string.Join(',', list) : content;
}
