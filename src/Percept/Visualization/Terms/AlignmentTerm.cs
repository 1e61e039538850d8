using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>
/// How alike the image is to those found before it for other objectives, such as neighbouring ones between two units:
/// −‖A − A₀‖² / ‖A₀‖² at a layer, at most 0, times the most that any of those scores, so that 1 is a weight that goes with any network.
/// </summary>
/// <remarks>
/// Lucid's <c>alignment</c>, where images climb at once and each pair up to four apart counts half as much as one a place nearer. Here
/// A₀ is the mean of up to four before, with those weights: the distances to each differ from that to their mean by what no image changes.
/// </remarks>
/// <param name="Layer">A layer's short name or a tensor's exact one.</param>
/// <param name="Others">The objectives of the set before it, from the first on, as they are without this term; the first one's are none.</param>
sealed record AlignmentTerm(string Layer, IReadOnlyList<Objective> Others) : SetTerm(Layer)
{
    private protected override string Text => $"alignment({string.Join(", ", Others.Select(other => Syntax.Quoted(other.ToString())).Prepend(Syntax.Name(Layer)))})";

    internal override IEnumerable<string> Files => Others.SelectMany(other => other.Files);

    internal override int Before => Others.Count;

    /// <inheritdoc/>
    public bool Equals(AlignmentTerm? other) => other is not null && Layer == other.Layer && Others.SequenceEqual(other.Others);

    /// <inheritdoc/>
    public override int GetHashCode() => Others.Aggregate(Layer.GetHashCode(StringComparison.Ordinal), HashCode.Combine);

    internal override Objective Member(Objective objective, int index)
    {
        var weight = objective.Terms.First(term => Equals(term.Term)).Weight;
        return Others[index] + (weight * new Objective([(1, this with { Others = [.. Others.Take(index)] })]));
    }

    internal override ScoreNode In(Network network)
    {
        var layer = GridPositions.Find(network, Layer, this);
        foreach (var other in Others)
            if (other.Terms.Any(term => term.Term is SetTerm)) throw new GraphException($"'{this}': '{other}' is itself one of a set; name the objectives before it as they are without that.");
        return new Nearness(layer);
    }
}

/// <summary>The nearness to the mean activations of those before.</summary>
sealed record Nearness(Layer Layer) : SetPiece(Layer)
{
    const int Farthest = 4;

    internal override double Share(int distance) => distance > Farthest ? 0 : Math.Pow(0.5, distance);

    private protected override Value See(Value activation) => activation;

    private protected override Value Compare(Value seen, Value earlier) => -Comparison.Dot(seen - earlier) / (Comparison.Dot(earlier) + Tiny);
}
