using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>What some outputs need, rewritten node by node into the forms that a device runs fast.</summary>
static class LoweredGraph
{
    /// <summary>The same outputs of a graph of their own, in which the first of the lowerings that has a form for a node stands in its place.</summary>
    internal static IReadOnlyList<(string Name, Value Value)> Of(IReadOnlyList<(string Name, Value Value)> outputs, IReadOnlyList<Lowering> lowerings)
    {
        var graph = new Graph();
        var copies = new Transplant(graph);
        copies.Inputs(outputs[0].Value.Graph);
        foreach (var node in outputs.Select(output => output.Value).NodesBehind())
        {
            // A node that only repeats another value is not made anew.
            if (copies.Copy(node)[0].Producer is not { } copy || !HasShapes(copy)) continue;
            graph.Scope = Path.GetDirectoryName(node.Name)?.Replace('\\', '/') ?? "";
            foreach (var lowering in lowerings)
                if (lowering(copy) is { } fast)
                {
                    copies.Put(node, fast);
                    break;
                }
        }

        return [.. outputs.Select(output => (output.Name, copies[output.Value]))];
    }

    static bool HasShapes(Node node) => node.Inputs.All(input => input is null or { HasShape: true }) && node.Outputs.All(output => output.HasShape);
}
