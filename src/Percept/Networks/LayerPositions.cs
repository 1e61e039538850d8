using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Networks;

/// <summary>Names layers by where they stand in a network, for files whose own names say nothing: <c>conv1</c>, <c>block3.1</c>, <c>block3.1.conv1</c>, <c>fc</c>.</summary>
/// <remarks>
/// A change of resolution begins a block; in it layers are counted, and a residual or branched unit counts as one: its last layer has the unit's name, those inside it
/// a name behind that. The first convolution is <c>conv1</c>; layers behind the last position are <c>fc</c>, and what is an output with positions is <c>output</c>.
/// </remarks>
sealed class LayerPositions
{
    readonly IReadOnlyList<Value> layers;
    readonly IReadOnlySet<Value> outputs, inner;
    readonly HashSet<Value> known;
    readonly Dominators forks;
    readonly LayerScales scales;
    readonly Dictionary<Value, List<Value>> units = [];

    LayerPositions(Value image, IReadOnlyList<Value> layers, IEnumerable<Value> outputs)
    {
        (this.layers, known) = (layers, [.. layers]);
        Value[] ends = [.. outputs];
        var dependent = new HashSet<Value> { image };
        Node[] nodes = [.. layers.Concat(ends).NodesBehind().Where(node =>
        {
            if (!node.Inputs.Any(input => input is not null && dependent.Contains(input))) return false;
            dependent.UnionWith(node.Outputs);
            return true;
        })];
        (forks, scales) = (new(image, nodes), new(image, nodes));
        this.outputs = ends.Where(end => scales[end] > 0).Behind();
        inner = layers.SelectMany(layer => layer.Producer!.Inputs.OfType<Value>()).Behind();
        foreach (var layer in layers) FindUnit(layer);
    }

    /// <summary>A name for each layer.</summary>
    /// <param name="image">What the network looks at.</param>
    /// <param name="layers">The layers, from the image on.</param>
    /// <param name="outputs">The network's outputs.</param>
    internal static string[] Of(Value image, IReadOnlyList<Value> layers, IEnumerable<Value> outputs)
    {
        var names = new LayerPositions(image, layers, outputs).Name();
        return [.. layers.Select(layer => names[layer])];
    }

    Dictionary<Value, string> Name()
    {
        var claimed = units.Values.SelectMany(inside => inside).ToHashSet();
        Value[] trunk = [.. layers.Where(layer => !claimed.Contains(layer))];
        var lastWithPositions = Array.FindLastIndex(trunk, layer => scales[layer] > 0);
        Value[] heads = [.. trunk.Skip(lastWithPositions + 1)], ends = [.. trunk.Where(IsOutput)];

        var names = new Dictionary<Value, string>();
        var (block, count, gates, scale) = (0, 0, 0, 0.0);
        foreach (var (i, layer) in trunk.Index())
        {
            if (i > lastWithPositions) names[layer] = Numbered("fc", heads, layer);
            else if (ends.Contains(layer)) names[layer] = Numbered("output", ends, layer);
            else if (i == 0 && !units.ContainsKey(layer) && KindOf(layer) == "conv") names[layer] = "conv1";
            else if (scales[layer] == 0) names[layer] = $"block{Math.Max(block, 1)}.gate{++gates}";
            else
            {
                if (!LayerScales.AreAlike(scales[layer], scale)) (block, count, gates, scale) = (block + 1, 0, 0, scales[layer]);
                names[layer] = $"block{block}.{++count}";
            }
        }

        foreach (var (unit, inside) in units)
            foreach (var kind in inside.GroupBy(layer => KindOf(layer, isInside: true)))
                foreach (var layer in kind) names[layer] = $"{names[unit]}.{(kind.Key is "conv" or "fc" ? $"{kind.Key}{kind.ToList().IndexOf(layer) + 1}" : Numbered(kind.Key, [.. kind], layer))}";
        return names;

        static string Numbered(string name, Value[] among, Value layer) => among.Length == 1 ? name : $"{name}{Array.IndexOf(among, layer) + 1}";
    }

    /// <summary>Finds what a layer, as the end of a unit, has inside: the layers on the branches that meet in it.</summary>
    void FindUnit(Value layer)
    {
        var claimed = units.Values.SelectMany(inside => inside).ToHashSet();
        foreach (var merge in Before(layer).Merges.OrderByDescending(node => node.Index))
        {
            var fork = forks[merge.Y];
            var within = Between(fork, merge);
            var last = within.Where(units.ContainsKey).Select(unit => unit.Producer!.Index).DefaultIfEmpty(-1).Max();
            Value[] own = [.. within.Where(value => value.Producer!.Index > last && !claimed.Contains(value)).OrderBy(value => value.Producer!.Index)];
            // Branches that have other resolutions in between are no unit but the levels of a pyramid.
            if (own.Length == 0 || !own.All(value => scales[value] == 0 || LayerScales.AreAlike(scales[value], scales[fork]) || LayerScales.AreAlike(scales[value], scales[merge.Y]))) continue;
            units[layer] = [.. own];
            return;
        }
    }

    /// <summary>The layers on the ways from a fork to the node in which they meet.</summary>
    HashSet<Value> Between(Value fork, Node merge)
    {
        var (found, open) = (new HashSet<Value>(), new Stack<Value>(merge.Inputs.OfType<Value>()));
        while (open.TryPop(out var value))
        {
            if (value == fork || !forks.Has(value) || !found.Add(value)) continue;
            foreach (var input in value.Producer!.Inputs)
                if (input is not null) open.Push(input);
        }

        found.IntersectWith(known);
        return found;
    }

    /// <summary>The weighted operators whose output becomes a layer, and the sums and concatenations on the way.</summary>
    (List<Node> Weighted, List<Node> Merges) Before(Value layer)
    {
        var (weighted, merges, seen, open) = (new List<Node>(), new List<Node>(), new HashSet<Value>(), new Stack<Value>([layer]));
        while (open.TryPop(out var value))
        {
            if (!seen.Add(value) || value.Producer is not { } node || (value != layer && known.Contains(value))) continue;
            Value[] data = [.. node.Inputs.OfType<Value>().Where(forks.Has).Distinct()];
            if (Catalogue.Is(node.Operator, Traits.Weighted))
            {
                // A product of two activations, as in attention, has no weights.
                if (data.Length == 1) weighted.Add(node);
            }
            else
            {
                if (data.Length > 1 && node.Operator is "Add" or "Sum" or "Concat") merges.Add(node);
                foreach (var input in data) open.Push(input);
            }
        }

        return (weighted, merges);
    }

    string KindOf(Value layer, bool isInside = false)
    {
        if (isInside && scales[layer] == 0) return "gate";
        var (weighted, merges) = Before(layer);
        if (layer.Producer!.Operator == "Concat") return "concat";
        if (weighted.Count == 0) return merges.Count > 0 ? "sum" : "heads";
        return Catalogue.Is(weighted[0].Operator, Traits.Windowed) ? "conv" : "fc";
    }

    bool IsOutput(Value layer) => outputs.Contains(layer) && !inner.Contains(layer) && !units.ContainsKey(layer) && !layer.Producer!.Operator.EndsWith("Relu", StringComparison.Ordinal) && scales[layer] > 0;
}
