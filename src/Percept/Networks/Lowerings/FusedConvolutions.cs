using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>A sum with another value and a Relu behind a <see cref="WinogradRule">convolution of ours</see>, done by the convolution while its outputs are in near memory.</summary>
/// <remarks>Only where nothing else needs what lies between. The gradient of Relu needs its output alone.</remarks>
static class FusedConvolutions
{
    /// <summary>The same outputs of a graph of their own, in which this is done; the same graph where nothing is to do.</summary>
    internal static IReadOnlyList<(string Name, Value Value)> Of(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        var nodes = outputs.Select(output => output.Value).NodesBehind();
        if (!nodes.Any(node => WinogradRule.Is(node.Operator))) return outputs;
        var uses = nodes.SelectMany(node => node.Inputs).Concat(outputs.Select(output => output.Value)).OfType<Value>().CountBy(value => value).ToDictionary();
        var graph = new Graph();
        var copies = new Transplant(graph);
        copies.Inputs(outputs[0].Value.Graph);
        foreach (var node in nodes)
        {
            graph.Scope = Path.GetDirectoryName(node.Name)?.Replace('\\', '/') ?? "";
            if (Fused(node) is { } fused) copies.Put(node, [fused]);
            else copies.Copy(node);
        }

        return [.. outputs.Select(output => (output.Name, copies[output.Value]))];

        Value? Fused(Node node) => node.Operator switch
        {
            "Relu" when Convolution(node.X) is { } convolution => WinogradRule.Rectified(convolution),
            "Add" when Convolution(node.X) is { } convolution && node[1].HasShape && node[1].Shape.Equals(node.Y.Shape) => WinogradRule.Summed(convolution, copies[node[1]]),
            "Add" when Convolution(node[1]) is { } convolution && node.X.HasShape && node.X.Shape.Equals(node.Y.Shape) => WinogradRule.Summed(convolution, copies[node.X]),
            _ => null,
        };

        // What stands for a convolution's output, where only one node needs that.
        Node? Convolution(Value value) => uses[value] == 1 && value.Constant is null && copies[value].Producer is { } producer && WinogradRule.Is(producer.Operator) ? producer : null;
    }
}
