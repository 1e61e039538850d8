using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Finds the layers worth looking at: what each weighted operator's output has become once it is normalised, added and activated.</summary>
static class LayerFinder
{
    static readonly HashSet<string> Weighted = ["Conv", "ConvTranspose", "Gemm", "MatMul"];

    static readonly HashSet<string> Pointwise =
    [
        "Add", "Sub", "Mul", "Div", "BatchNormalization", "InstanceNormalization", "GroupNormalization", "Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "Tanh", "HardSigmoid",
        "HardSwish", "Elu", "Selu", "Celu", "Softplus", "Mish", "Gelu", "Erf", "Min", "Max", "Pow", "Exp", "Softsign", "ThresholdedRelu",
    ];

    /// <summary>The layers' values with the model's names for them, from the image on.</summary>
    /// <param name="image">What the network looks at.</param>
    /// <param name="named">Every tensor of the model by its name.</param>
    internal static IReadOnlyList<(string Tensor, Value Value)> Find(Value image, IReadOnlyDictionary<string, Value> named)
    {
        var nodes = Dependents(image, named.Values);
        var consumers = nodes.SelectMany(node => node.Inputs.OfType<Value>().Distinct().Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        var data = nodes.SelectMany(node => node.Outputs).Append(image).ToHashSet();

        var closures = new List<HashSet<Value>>();
        foreach (var node in nodes)
        {
            if (!node.Y.HasUnits()) continue;
            if (Weighted.Contains(node.Operator) && !FeedsItsTwin(node)) closures.Add(Closure(node));
            else if (node.Operator == "Concat" && node.Inputs.Count(input => data.Contains(input!)) > 1 && node.Y.Shape.Rank == 4 && node.Int("axis") == 1) closures.Add(Closure(node));
        }

        var inside = closures.SelectMany(closure => closure).ToHashSet();
        var finals = closures.Select(closure => closure.MaxBy(value => value.Producer!.Index)!).Distinct()
            .Where(final => !consumers[final].Any() || !consumers[final].All(consumer => Pointwise.Contains(consumer.Operator) && inside.Contains(consumer.Y)));
        var names = named.GroupBy(entry => entry.Value).ToDictionary(group => group.Key, group => group.First().Key);
        return [.. finals.OrderBy(value => value.Producer!.Index).Select(value => (names.GetValueOrDefault(value, value.Name), value))];

        // A depthwise convolution straight before a pointwise one is half of a separable convolution, not a layer of its own.
        bool FeedsItsTwin(Node node) =>
            node.Operator == "Conv" && node.Int("group", or: 1) > 1 && node.Int("group", or: 1) == node.X.Shape[1]
            && consumers[node.Y].Any() && consumers[node.Y].All(consumer => consumer.Operator == "Conv" && consumer.Int("group", or: 1) == 1);

        HashSet<Value> Closure(Node start)
        {
            var closure = new HashSet<Value> { start.Y };
            foreach (var node in nodes.Where(node => node.Index > start.Index && Pointwise.Contains(node.Operator)))
            {
                var inputs = node.Inputs.OfType<Value>().Where(data.Contains).ToArray();
                var others = inputs.Where(input => !closure.Contains(input)).ToArray();
                // A residual or a gate joins where its other operand was there before.
                var joins = others.Length == 0 || (node.Operator is "Add" or "Mul" && others.All(other => (other.Producer?.Index ?? -1) < start.Index));
                if (others.Length < inputs.Length && joins && node.Y.HasUnits()) closure.Add(node.Y);
            }

            return closure;
        }
    }

    static Node[] Dependents(Value image, IEnumerable<Value> values)
    {
        var wanted = values.Select(value => value.Producer).OfType<Node>().ToHashSet();
        var dependent = new HashSet<Value> { image };
        return [.. image.Graph.Nodes.Where(node =>
        {
            if (!node.Inputs.Any(input => input is not null && dependent.Contains(input))) return false;
            dependent.UnionWith(node.Outputs);
            return wanted.Contains(node) || node.Outputs.All(output => output.HasShape);
        })];
    }
}
