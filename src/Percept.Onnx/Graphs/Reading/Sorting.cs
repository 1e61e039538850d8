using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Puts the nodes of a graph, and of those within it, in an order in which they can run, as runtimes do with files whose nodes are in another.</summary>
static class Sorting
{
    /// <summary>Sorts a graph in place. Nodes stay in the file's order as far as that is valid; those of a cycle come last, and are refused by <see cref="ModelChecks"/>.</summary>
    internal static void Sort(GraphProto graph)
    {
        foreach (var inner in graph.Node.SelectMany(node => node.Attribute).Select(attribute => attribute.G).OfType<GraphProto>()) Sort(inner);

        NodeProto[] nodes = [.. graph.Node];
        var given = graph.Input.Select(input => input.Name).Concat(graph.Initializer.Select(tensor => tensor.Name)).ToHashSet(StringComparer.Ordinal);
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Length; i++)
            foreach (var output in nodes[i].Output)
                if (!given.Contains(output)) makers.TryAdd(output, i);

        var (followers, missing) = (new List<int>?[nodes.Length], new int[nodes.Length]);
        var isSorted = true;
        for (var i = 0; i < nodes.Length; i++)
            foreach (var input in nodes[i].Reads().Distinct(StringComparer.Ordinal))
            {
                if (!makers.TryGetValue(input, out var maker)) continue;
                (followers[maker] ??= []).Add(i);
                missing[i]++;
                isSorted &= maker < i;
            }

        if (isSorted) return;
        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, nodes.Length).Where(i => missing[i] == 0).Select(i => (i, i)));
        graph.Node.Clear();
        while (ready.TryDequeue(out var next, out _))
        {
            graph.Node.Add(nodes[next]);
            foreach (var follower in followers[next] ?? [])
                if (--missing[follower] == 0) ready.Enqueue(follower, follower);
        }

        graph.Node.Add(nodes.Where((_, i) => missing[i] > 0));
    }
}
