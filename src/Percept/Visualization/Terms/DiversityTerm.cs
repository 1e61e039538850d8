using System.Globalization;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>
/// How different the image is from those found before for the same objective: 1 − the mean cosine between the Gram matrices of a layer's
/// units, each unit standardised over positions, times the most that any of those scores, so that 1 is a weight that goes with any network.
/// </summary>
/// <remarks>
/// Lucid takes the activations as they are, where the unit that all pictures shall excite outweighs the rest, and an image differs by
/// not exciting it.
/// </remarks>
/// <param name="Layer">A layer's short name or a tensor's exact one.</param>
/// <param name="Index">How many pictures there are before it; the first, 0, is free.</param>
sealed record DiversityTerm(string Layer, int Index) : SetTerm(Layer)
{
    private protected override string Text => string.Create(CultureInfo.InvariantCulture, $"diversity({Syntax.Name(Layer)}, {Index})");

    internal override int Before => Index;

    internal override Objective Member(Objective objective, int index) => objective.With(term => term is DiversityTerm diversity ? diversity with { Index = Math.Min(diversity.Index, index) } : term);

    internal override ScoreNode In(Network network) => new Difference(GridPositions.Find(network, Layer, this));
}

/// <summary>The difference to the mean Gram matrix of those before.</summary>
sealed record Difference(Layer Layer) : SetPiece(Layer)
{
    // Units that hardly vary are not blown up.
    const double LeastVariance = 0.01;

    internal override double Share(int distance) => 1;

    private protected override Value See(Value activation)
    {
        var gram = Comparison.Gram(Standardised(activation));
        return gram / (Comparison.Dot(gram) + Tiny).Sqrt();
    }

    private protected override Value Compare(Value seen, Value earlier) => 1 - (seen * earlier).Sum([], keepDims: false);

    static Value Standardised(Value activation)
    {
        if (activation.Shape[2] * activation.Shape[3] == 1) return activation;
        var centred = activation - activation.Mean([2, 3]);
        var variance = (centred * centred).Mean([2, 3]);
        return centred / (variance + (LeastVariance * variance.Mean([1])) + Tiny).Sqrt();
    }
}
