using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Networks;

/// <summary>Finds the layers worth looking at: what each weighted operator's output has become once it is normalised, added and activated.</summary>
static class LayerFinder
{
    /// <summary>Whether an operator brings the heads of an attention together, or apart, and computes nothing.</summary>
    static bool Rearranges(string operation) => operation == "Cast" || Catalogue.Is(operation, Traits.Rearranging);

    /// <summary>What may lie between the projection of queries, keys and values and their attention: they are its insides, no layer.</summary>
    static bool MayLieWithinAttention(string operation) => Rearranges(operation) || Catalogue.Is(operation, Traits.Picking) || Catalogue.Is(operation, Traits.Affine)
        || operation is "Sqrt" or "ReduceL2" or "LpNormalization" or "Max" or "Clip" or "Expand";

    /// <summary>The layers' values with the model's names for them, with how these hold units and positions, and with how many attention heads they are the outputs of, from the image on.</summary>
    /// <param name="image">What the network looks at.</param>
    /// <param name="named">Every tensor of the model by its name.</param>
    /// <param name="gates">What is known of the tensors' axes.</param>
    /// <param name="batch">How many images it looks at.</param>
    internal static IReadOnlyList<(string Tensor, Value Value, LayerForm Form, int Heads)> Find(Value image, IReadOnlyDictionary<string, Value> named, Gates gates, int batch)
    {
        var nodes = Dependents(image, named.Values);
        var consumers = nodes.SelectMany(node => node.Inputs.OfType<Value>().Distinct().Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        var data = nodes.SelectMany(node => node.Outputs).Append(image).ToHashSet();

        var closures = new List<HashSet<Value>>();
        var forms = new Dictionary<Value, LayerForm?>();
        foreach (var node in nodes)
        {
            if (FormOf(node.Y) is null) continue;
            if (Catalogue.Is(node.Operator, Traits.Weighted) && !FeedsItsTwin(node) && !Mixes(node)) closures.Add(Closure(node));
            else if (node.Operator == "Concat" && node.Inputs.Count(input => data.Contains(input!)) > 1 && node.Y.Shape.Rank == 4 && node.Int("axis") == 1 && !Rolls(node)) closures.Add(Closure(node));
        }

        var inside = closures.SelectMany(closure => closure).ToHashSet();
        var names = named.GroupBy(entry => entry.Value).ToDictionary(group => group.Key, group => group.First().Key);
        // What stands for a part of an operator that the file has whole has no name, and quantised numbers stand for those that they are read as.
        var finals = closures.Select(closure => closure.Where(value => names.ContainsKey(value) && value.HasUnits() && !MovesChannels(value.Producer!)).MaxBy(value => value.Producer!.Index)).OfType<Value>().Distinct()
            .Where(final => FormOf(final) is not null && !FeedsAttention(final))
            .Where(final => !consumers[final].Any() || !consumers[final].All(consumer => Catalogue.Is(consumer.Operator, Traits.Pointwise) && inside.Contains(consumer.Y)));
        var heads = nodes.Where(node => Mixes(node)).Select(Heads).OfType<(Value Value, int Heads)>().DistinctBy(found => found.Value).ToDictionary(found => found.Value, found => found.Heads);
        return [.. finals.Union(heads.Keys).Where(names.ContainsKey).OrderBy(value => value.Origin()!.Index).Select(value => (names[value], value, FormOf(value)!, heads.GetValueOrDefault(value)))];

        // Windows of attention, and units that are two axes, have none.
        LayerForm? FormOf(Value value) => forms.TryGetValue(value, out var known) ? known : forms[value] = value.HasUnits() ? LayerForm.Of(value, gates.Of(value), batch) : null;

        bool FeedsAttention(Value value) => consumers[value].Any() && consumers[value].All(consumer =>
            Mixes(consumer) || (MayLieWithinAttention(consumer.Operator) && consumer.Outputs.All(FeedsAttention)));

        // A product of two activations, as in attention, has weights that are the image's, not the layer's.
        bool Mixes(Node node) => Catalogue.Is(node.Operator, Traits.Product) && node.Inputs.Count > 1 && data.Contains(node.Inputs[0]!) && data.Contains(node.Inputs[1]!);

        // What the heads give, side by side, is what a projection takes.
        (Value, int)? Heads(Node product)
        {
            var value = product.Y;
            while (consumers[value].ToArray() is [var next] && Rearranges(next.Operator) && next.Y.HasShape) value = next.Y;
            var isProjected = consumers[value].Any(consumer => Catalogue.Is(consumer.Operator, Traits.Weighted | Traits.Product) && !Mixes(consumer));
            if (!isProjected || value == product.Y || FormOf(value) is not { } form) return null;
            var (units, features) = (form.Sizes(value.Shape, batch).Units, product.Y.Shape[-1]);
            return units % features == 0 ? (value, units / features) : null;
        }

        // Parts of one tensor in another order, as shifted windows need.
        static bool Rolls(Node node) => node.Inputs.All(input => input?.Producer is { Operator: "Slice" } slice && slice.X == node.X.Producer!.X);

        // A depthwise convolution straight before a pointwise one is half of a separable convolution, not a layer of its own.
        bool FeedsItsTwin(Node node) =>
            node.Operator == "Conv" && node.Int("group", or: 1) > 1 && node.Int("group", or: 1) == node.X.Shape[1]
            && consumers[node.Y].Any() && consumers[node.Y].All(consumer => consumer.Operator == "Conv" && consumer.Int("group", or: 1) == 1);

        // Exporters that have channels last put a bias or an activation behind a transposition.
        static bool MovesChannels(Node node) => node.Operator == "Transpose" && node.Attributes.Ints("perm") is [0, 2, 3, 1];

        HashSet<Value> Closure(Node start)
        {
            var closure = new HashSet<Value> { start.Y };
            // Rows of tokens take on the stream's form again before they are added to it.
            var isFlat = FormOf(start.Y) is { IsFlat: true };
            foreach (var node in nodes.Where(node => node.Index > start.Index && (Catalogue.Is(node.Operator, Traits.Pointwise) || MovesChannels(node) || (isFlat && Rearranges(node.Operator)))))
            {
                var inputs = node.Inputs.OfType<Value>().Where(data.Contains).ToArray();
                var others = inputs.Where(input => !closure.Contains(input)).ToArray();
                // A residual or a gate joins where its other operand was there before.
                var joins = others.Length == 0 || (node.Operator is "Add" or "Mul" && others.All(other => (other.Producer?.Index ?? -1) < start.Index));
                if (others.Length < inputs.Length && joins && (node.Y.HasUnits() || node.Operator == "QuantizeLinear")) closure.Add(node.Y);
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
