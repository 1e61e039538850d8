using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients;

/// <summary>Reverse-mode differentiation, graph to graph: the whole transform.</summary>
public static class Gradient
{
    /// <summary>Emits ∂(Σ y)/∂x for each x, behind the nodes that compute y.</summary>
    /// <param name="y">What is differentiated: its elements' sum, or with <paramref name="dY"/> the sum weighted by it.</param>
    /// <param name="wrt">Values of y's graph; one that y does not depend on gets zeros.</param>
    /// <param name="rules">The operators' pullbacks; <see cref="RuleSet.Standard"/> where null.</param>
    /// <param name="dY">The weight of each element of y, broadcast to its shape; ones where null.</param>
    /// <param name="direct">Whether ways that lead through another x are left out: each x is then taken as given, whatever it was computed from.</param>
    /// <exception cref="GraphException">An operator between them has no rule.</exception>
    public static Value[] Of(Value y, IReadOnlyList<Value> wrt, RuleSet? rules = null, Value? dY = null, bool direct = false)
    {
        rules ??= RuleSet.Standard;
        var (between, dependent) = Between(wrt, [y]);
        // Behind an operator that nobody knows there are no shapes either; its name says more than that.
        if (!y.HasShape)
            foreach (var node in between) rules.For(node, wrt[0], y);

        var cotangents = new Dictionary<Value, Value> { [y] = (dY ?? y.Scalar(1)).Expand(y.Shape) };
        var scope = y.Graph.Scope;
        try
        {
            foreach (var node in Enumerable.Reverse(between))
            {
                var dYs = node.Outputs.Select(output => cotangents.GetValueOrDefault(output)).ToArray();
                if (dYs.All(cotangent => cotangent is null) || (direct && node.Outputs.Any(wrt.Contains))) continue;

                y.Graph.Scope = $"gradient/{node.Name.TrimStart('/')}";
                var rule = rules.For(node, wrt[0], y);
                for (var i = 0; i < node.Inputs.Count; i++)
                    if (node.Inputs[i] is { } x && dependent.Contains(x) && rule[i] is { } pullback)
                        Accumulate(x, Pulled(node, i, pullback, dYs), node, i);
                foreach (var output in node.Outputs)
                    if (!wrt.Contains(output)) cotangents.Remove(output);
            }
        }
        finally
        {
            // A missing rule must not leave its name on what is emitted next.
            y.Graph.Scope = scope;
        }

        return [.. wrt.Select(x => cotangents.GetValueOrDefault(x) ?? x.Scalar(0).Expand(x.Shape))];

        // What shape inference does not know of an operator is first asked for here.
        static Value Pulled(Node node, int input, ManyPullback pullback, Value?[] dYs)
        {
            try
            {
                return pullback(node, dYs);
            }
            catch (ArithmeticException error)
            {
                throw new GraphException($"The gradient of {node} cannot be taken with respect to its input {input}: its sizes and numbers are too large to be computed with, or zero.", error);
            }
            catch (GraphException error) when (!error.Message.Contains($"'{node.Name}'", StringComparison.Ordinal))
            {
                throw new GraphException($"The gradient of {node} cannot be taken with respect to its input {input}: {error.Message}", error);
            }
        }

        void Accumulate(Value x, Value dX, Node node, int input)
        {
            // Quantised numbers stand for real ones, and have cotangents of these.
            if ((x.Type.IsFloat() ? dX.Type != x.Type : !dX.Type.IsFloat()) || !x.Shape.BroadcastsTo(dX.Shape))
                throw new GraphException($"The rule of {node} gives a cotangent of {dX.Type} {dX.Shape} for its input {input} ('{x.Name}'), which is {x.Type} {x.Shape}: a cotangent has its value's type, and its shape or one that this broadcasts to.");
            dX = dX.SumTo(x.Shape);
            cotangents[x] = cotangents.TryGetValue(x, out var sum) ? Ops.Sum(sum, dX) : dX;
        }
    }

    /// <summary>The nodes that depend on an x and that a y depends on, in order, and the values that depend on an x: what a gradient passes through.</summary>
    public static (IReadOnlyList<Node> Nodes, IReadOnlySet<Value> Dependent) Between(IReadOnlyList<Value> wrt, IEnumerable<Value> ys)
    {
        HashSet<Value> dependent = [.. wrt];
        var between = new List<Node>();
        foreach (var node in ys.NodesBehind())
        {
            var inputs = node.Inputs.OfType<Value>().Where(dependent.Contains).ToArray();
            var outputs = node.Outputs.Where(output => Carries(node, output, inputs)).ToArray();
            if (inputs.Length == 0 || outputs.Length == 0) continue;
            dependent.UnionWith(outputs);
            between.Add(node);
        }

        return (between, dependent);
    }

    /// <summary>Whether an output has a derivative. Shapes and indices have none, whatever they are computed from; quantised numbers stand for real ones, and what is not known may be anything.</summary>
    static bool Carries(Node node, Value output, Value[] inputs) => output.Type.IsFloat() || output.Type == ElementType.Undefined
        || node.Operator == "QuantizeLinear" || (output.Type.Bits() is 8 or 16 && inputs.Any(input => input.Type == output.Type));
}
