using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients;

public sealed partial record Rule
{
    /// <summary>A rule of an operator that others can express: its derivative is that of the expression.</summary>
    /// <remarks>
    /// The expression is differentiated in a graph of its own, where the node's inputs are inputs: what they were computed from
    /// can neither be followed nor be merged with it. Only what the gradient needs of it reaches the node's graph.
    /// </remarks>
    /// <param name="inputs">How many of the inputs have a derivative; the others are settings.</param>
    /// <param name="expression">The node's first output, said by other operators.</param>
    internal static Rule Through(int inputs, Func<Node, Value> expression) => Through([.. Enumerable.Range(0, inputs)], node => [expression(node)]);

    /// <inheritdoc cref="Through(int, Func{Node, Value})"/>
    /// <param name="inputs">The inputs that have a derivative; the others are settings.</param>
    /// <param name="expressions">The node's outputs, said by other operators.</param>
    internal static Rule Through(int[] inputs, Func<Node, IReadOnlyList<Value>> expressions) => new([.. Enumerable.Range(0, inputs.Max() + 1).Select(input =>
        inputs.Contains(input) ? new ManyPullback((node, dY) => Pulled(node, input, dY, expressions)) : null)]);

    static Value Pulled(Node node, int input, IReadOnlyList<Value?> dYs, Func<Node, IReadOnlyList<Value>> expressions)
    {
        var inner = new Graph();
        var outer = new Transplant(node.Graph);
        Value?[] xs = [.. node.Inputs.Select((x, i) => x is null ? null : i != input && x.Constant is { } constant ? inner.Constant(constant) : Stand(x))];
        var seeds = dYs.Select(dY => dY is null ? null : Stand(dY)).ToArray();
        var ys = expressions(inner.EmitAll(node.Operator, xs, node.Attributes, node.Outputs.Count, node.Name)[0].Producer!);
        var dX = (seeds, ys) is ([{ } seed], [var y]) ? Gradient.Of(y, [xs[input]!], dY: seed)[0]
            : Gradient.Of(ys.Zip(seeds).Where(pair => pair.Second is not null).Select(pair => (pair.First * pair.Second!).Sum([], keepDims: false)).Aggregate((sum, each) => sum + each), [xs[input]!])[0];
        foreach (var each in new[] { dX }.NodesBehind()) outer.Renamed(each);
        return outer[dX];

        Value Stand(Value value)
        {
            var stand = inner.Input(value.Name, value.Type, value.Shape);
            outer[stand] = value;
            return stand;
        }
    }
}
