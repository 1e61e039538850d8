using Percept.Onnx.Graphs;

namespace Percept.Matching;

/// <summary>A backward pass alone, as a graph of its own: it takes what the forward pass leaves, so that one forward pass does for many backward ones.</summary>
/// <param name="Gradient">The gradient. Its graph has the inputs of the whole one, as far as it needs them.</param>
/// <param name="Kept">What it takes of the forward pass, by the names of its further inputs.</param>
sealed record BackwardGraph(Value Gradient, IReadOnlyList<(string Name, Value Value)> Kept)
{
    /// <summary>Takes the backward pass out of a graph.</summary>
    /// <param name="gradient">What is wanted.</param>
    /// <param name="first">From which node on the graph is the backward pass.</param>
    internal static BackwardGraph Of(Value gradient, int first)
    {
        var (graph, kept, copied) = (new Graph(), new List<(string, Value)>(), new HashSet<Value>(gradient.Graph.Inputs));
        var copy = new Transplant(graph);
        copy.Inputs(gradient.Graph);
        foreach (var node in new[] { gradient }.NodesBehind().Where(node => node.Index >= first))
        {
            foreach (var input in node.Inputs.OfType<Value>()) Keep(input);
            copy.Copy(node);
        }

        Keep(gradient);
        return new(copy[gradient], kept);

        void Keep(Value value)
        {
            if (value.Constant is not null || value.Producer?.Index >= first || !copied.Add(value)) return;
            var name = FormattableString.Invariant($"kept/{kept.Count}");
            kept.Add((name, value));
            copy[value] = graph.Input(name, value.Type, value.Shape);
        }
    }
}
