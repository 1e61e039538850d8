namespace Percept.Onnx.Graphs;

/// <summary>What values are computed from.</summary>
static class Dependencies
{
    /// <summary>Every value that some values are computed from, themselves among them.</summary>
    public static IReadOnlySet<Value> Behind(this IEnumerable<Value> values)
    {
        var (behind, open) = (new HashSet<Value>(), new Stack<Value>(values));
        while (open.TryPop(out var value))
        {
            if (!behind.Add(value) || value.Producer is not { } node) continue;
            foreach (var input in node.Inputs)
                if (input is not null) open.Push(input);
        }

        return behind;
    }

    /// <summary>The nodes that compute some values, in the order they can run in.</summary>
    public static IReadOnlyList<Node> NodesBehind(this IEnumerable<Value> values) =>
        [.. values.Behind().Select(value => value.Producer).OfType<Node>().Distinct().OrderBy(node => node.Index)];
}
