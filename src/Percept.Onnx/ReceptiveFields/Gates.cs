using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>Which axes of each value of a graph run over the input's positions, and the global gates: nodes at which what lies somewhere in the input meets what is the same, or mixed, all over it.</summary>
/// <remarks>
/// A gate is found by what it does, not by its name: of a node's inputs, some depend on a part of the input where the output has a
/// position, and others on all of it. So are squeeze-and-excitation, global context and non-local blocks, the keys and values of
/// attention (the query is the position's own), and the mean and variance of a normalisation over positions. Windows of attention are
/// no gates: they lie somewhere.
/// </remarks>
sealed class Gates
{
    readonly Dictionary<Value, int[]> axes = [];
    /// <summary>Looks through the nodes that a graph has by now.</summary>
    /// <param name="input">The graph's input.</param>
    /// <param name="positions">Its axes that are positions, such as rows and columns.</param>
    public Gates(Value input, params ReadOnlySpan<int> positions)
    {
        var own = axes[input] = new int[input.Shape.Rank];
        for (var i = 0; i < positions.Length; i++) own[positions[i]] = 1 << i;
        var found = new List<Node>();
        foreach (var node in input.Graph.Nodes)
        {
            if (!node.Inputs.Any(value => value is not null && axes.ContainsKey(value))) continue;
            try
            {
                foreach (var output in node.Outputs.Where(output => output.HasShape)) axes[output] = AxesOf(node, output);
                if (IsGate(node)) found.Add(node);
            }
            catch (GraphException)
            {
                // What depends on data, as after a selection of boxes, has no positions that are known.
                foreach (var output in node.Outputs.Where(output => output.HasShape)) axes[output] = new int[output.Shape.Rank];
            }
        }

        Nodes = found;
    }

    /// <summary>The gates, from the input on.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>For each axis of a value, over which of the input's positions it runs: bit n for the n-th axis that was named, 0 for none.</summary>
    public IReadOnlyList<int> Of(Value value) => axes.TryGetValue(value, out var known) ? known : value.HasShape ? new int[value.Shape.Rank] : [];

    /// <summary>Whether a normalisation's statistics are a gate: its elements keep their positions.</summary>
    public static bool IsNormalization(Node node) => Catalogue.Is(node.Operator, Traits.Normalization);

    /// <summary>The parts of a node's inputs that are left when what comes through a gate is left out.</summary>
    internal IEnumerable<(Value Value, Region At)> Local(IReadOnlyList<(Value Value, Region At)> parts)
    {
        var all = parts.Aggregate(0, (known, part) => known | Bounds(part.Value, part.At));
        return parts.Where(part => Bounds(part.Value, part.At) == all);
    }

    /// <summary>Along which of the input's positions a part of a value lies somewhere.</summary>
    int Bounds(Value value, Region at)
    {
        var (bounds, known) = (0, Of(value));
        for (var axis = 0; axis < Math.Min(at.Rank, known.Count); axis++)
            if (at[axis] is not null) bounds |= known[axis];
        return bounds;
    }

    int[] AxesOf(Node node, Value output)
    {
        var (nothing, found) = (new Region(new IndexSet?[output.Shape.Rank]), new int[output.Shape.Rank]);
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Inputs[i] is not { } value || !axes.TryGetValue(value, out var known) || Array.TrueForAll(known, axis => axis == 0)) continue;
            for (var axis = 0; axis < found.Length; axis++)
            {
                // What is taken of an input whichever index is asked about, as one row by Gather, is no axis of the output.
                var last = output.Shape[axis] - 1;
                Region?[] parts = [.. new[] { 0, last / 2, last }.Distinct().Select(index => Back(node, output, i, nothing.With(axis, IndexSet.Of(index))))];
                var over = 0;
                for (var j = 0; j < known.Length; j++)
                    if (Array.Exists(parts, part => part is not null && part[j] is not null && !Equals(part[j], parts[0]?[j]))) over |= known[j];
                // Once rows and columns are cut into windows and joined again, either may be both; a residual beside tells which it is.
                found[axis] = (found[axis] & over) is var both and not 0 ? both : found[axis] | over;
            }
        }

        return found;
    }

    bool IsGate(Node node)
    {
        if (!node.Y.HasShape) return false;
        var (output, known) = (node.Y, Of(node.Y));
        if (known.All(axis => axis == 0)) return false;
        var at = new Region(known.Select((axis, i) => axis == 0 ? null : IndexSet.Of(output.Shape[i] / 2)));
        var parts = Enumerable.Range(0, node.Inputs.Count).Where(i => node.Inputs[i] is { } value && axes.ContainsKey(value))
            .Select(i => (Value: node.Inputs[i]!, At: Back(node, output, i, at))).Where(part => part.At is not null).Select(part => (part.Value, part.At!)).ToArray();
        if (parts.Length > 1) return Local(parts).Count() < parts.Length;
        return IsNormalization(node) && new Step(node, 0, 0, at, Borders: false).Back() is { } mixed && Bounds(node.X, mixed) != Bounds(node.X, at);
    }

    static Region? Back(Node node, Value output, int input, Region at) => new Step(node, output.OutputIndex, input, at, Borders: true, Local: true).Back();
}
