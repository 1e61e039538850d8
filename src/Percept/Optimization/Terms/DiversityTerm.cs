using System.Globalization;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Optimization.Terms;

/// <summary>
/// How different the image is from those found before for the same objective: 1 − the mean cosine between the Gram matrices of a layer's
/// units, each unit standardised over positions, times what the first of them scored, so that 1 is a weight that goes with any network.
/// </summary>
/// <remarks>
/// Lucid optimises a set at once; one after the other, each picture depends on the objective and the seed alone. Lucid takes the
/// activations as they are, where the unit that all pictures shall excite outweighs the rest, and an image differs by not exciting it.
/// </remarks>
/// <param name="Layer">A layer's short name or a tensor's exact one.</param>
/// <param name="Index">How many pictures there are before it; the first, 0, is free.</param>
sealed record DiversityTerm(string Layer, int Index) : Term
{
    private protected override string Text => string.Create(CultureInfo.InvariantCulture, $"diversity({Syntax.Name(Layer)}, {Index})");

    internal override Piece In(Network network) => new Difference(Places.Find(network, Layer, this));

    internal override void Fill(Feed feed, float weight) => feed[Difference.Strength][0] = weight;
}

/// <summary>The difference to pictures whose Gram matrices are fed.</summary>
sealed record Difference(Layer Layer) : WeightedPiece
{
    internal const string Strength = "strength", Mean = "mean", Gram = "gram";

    // Units that hardly vary are not blown up.
    const double LeastVariance = 0.01, Tiny = 1e-12;

    internal override IEnumerable<Layer> Layers => [Layer];

    private protected override Value Measure(Stage stage)
    {
        var gram = Comparison.Gram(Standardised(stage.Of(Layer)));
        gram /= (Comparison.Dot(gram) + Tiny).Sqrt();
        stage.Output(Gram, gram);
        return stage.Input(Strength, Shape.Scalar) * (1 - (gram * stage.Input(Mean, gram.Shape)).Sum([], keepDims: false));
    }

    static Value Standardised(Value activation)
    {
        if (activation.Shape[2] * activation.Shape[3] == 1) return activation;
        var centred = activation - activation.Mean([2, 3]);
        var variance = (centred * centred).Mean([2, 3]);
        return centred / (variance + (LeastVariance * variance.Mean([1])) + Tiny).Sqrt();
    }
}
