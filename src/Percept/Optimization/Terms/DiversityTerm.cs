using System.Globalization;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Optimization.Terms;

/// <summary>
/// How different the image is from those found before for the same objective: 1 − the mean cosine between the Gram matrices at a
/// layer, times what the first of them scored, so that 1 is a weight that goes with any network.
/// </summary>
/// <remarks>Lucid optimises a set at once; one after the other, each picture depends on the objective and the seed alone.</remarks>
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

    internal override IEnumerable<Layer> Layers => [Layer];

    private protected override Value Measure(Stage stage)
    {
        var gram = Comparison.Gram(stage.Of(Layer));
        gram /= (Comparison.Dot(gram) + 1e-12).Sqrt();
        stage.Output(Gram, gram);
        return stage.Input(Strength, Shape.Scalar) * (1 - (gram * stage.Input(Mean, gram.Shape)).Sum([], keepDims: false));
    }
}
