using System.Globalization;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>A scalar of activations, always maximised. Objectives are values: they add, scale, negate, compare, print, and parse back to themselves.</summary>
/// <remarks>Each is a weighted sum of <see cref="Term"/>s; what shall be small is subtracted.</remarks>
public sealed partial class Objective : IEquatable<Objective>
{
    Objective(IReadOnlyList<(double Weight, Term Term)> terms) => Terms = terms;

    /// <summary>The terms with their weights.</summary>
    public IReadOnlyList<(double Weight, Term Term)> Terms { get; }

    /// <summary>A whole layer: the mean square of its activations, as in deep dream.</summary>
    public static Objective Layer(string layer) => new([(1, new Term(layer))]);

    /// <summary>One unit: the mean of its activations over all positions.</summary>
    public static Objective Unit(string layer, int unit) => new([(1, new Term(layer, unit))]);

    /// <summary>One neuron: a unit at one position.</summary>
    public static Objective Neuron(string layer, int unit, int y, int x) => new([(1, new Term(layer, unit, (y, x)))]);

    /// <summary>A class by its name: the output of the network's last layer that stands for it.</summary>
    public static Objective Label(string name) => new([(1, new Term(Term.LabelPrefix + name))]);

    /// <inheritdoc/>
    public bool Equals(Objective? other) => other is not null && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Objective);

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.Aggregate(0, HashCode.Combine);

    /// <summary>The objective as it is typed, such as <c>0.5*mixed4a:7 - mixed4b:2@3,3</c>.</summary>
    public override string ToString() => string.Concat(Terms.Select((term, i) =>
    {
        var size = Math.Abs(term.Weight);
        var sign = i == 0 ? term.Weight < 0 ? "-" : "" : term.Weight < 0 ? " - " : " + ";
        return sign + (size == 1 ? "" : size.ToString("R", CultureInfo.InvariantCulture) + "*") + term.Term;
    }));
}

/// <summary>What an objective adds up: a layer, one of its units, or a unit at one position.</summary>
/// <param name="Layer">A layer's short name or a tensor's exact one, or <c>label:</c> and a class's name.</param>
/// <param name="Unit">The unit; null for the whole layer.</param>
/// <param name="At">The position; null for all.</param>
public sealed record Term(string Layer, int? Unit = null, (int Y, int X)? At = null)
{
    internal const string LabelPrefix = "label:";

    /// <summary>The term as it is typed.</summary>
    public override string ToString() => Layer + (Unit is { } unit ? string.Create(CultureInfo.InvariantCulture, $":{unit}") : "")
        + (At is { } at ? string.Create(CultureInfo.InvariantCulture, $"@{at.Y},{at.X}") : "");

    /// <summary>The term with its layer found in a network, and unit and position found to exist there.</summary>
    /// <exception cref="GraphException">They do not.</exception>
    internal (Layer Layer, int? Unit, (int Y, int X)? At) Resolve(Network network)
    {
        if (Layer.StartsWith(LabelPrefix, StringComparison.Ordinal)) return (network.Layers[^1], ClassOf(network), null);

        // A tensor's exact name may end in ":0", which reads like a unit.
        var whole = Unit is { } number && At is null && network.Has($"{Layer}:{number}") ? new Term($"{Layer}:{number}") : this;
        var layer = network.Find(whole.Layer);
        if (whole.Unit is { } unit && unit >= layer.Channels)
            throw new GraphException($"Layer '{whole.Layer}' has no unit {unit}; its {layer.Channels} units are numbered 0 to {layer.Channels - 1}.");
        if (whole.At is { } at && (at.Y >= layer.Height || at.X >= layer.Width))
            throw new GraphException($"Layer '{whole.Layer}' has no position {at.Y},{at.X}; its positions run from 0,0 to {layer.Height - 1},{layer.Width - 1}.");
        return (layer, whole.Unit, whole.At);
    }

    int ClassOf(Network network)
    {
        var name = Layer[LabelPrefix.Length..];
        if (network.Labels.Count == 0)
            throw new GraphException($"The objective '{this}' names a class, but the network's class names are not known. Give them as \"labels\" in its .percept.json file, or use a unit: {network.Layers[^1].Name}:NUMBER.");
        var at = network.Labels.ToList().FindIndex(label => label.Equals(name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new GraphException($"The network has no class '{name}'; the nearest are {string.Join(", ", Nearest.To(name, network.Labels))}.");
    }
}
