using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>What shall be like a given picture.</summary>
enum AlignmentMeasure
{
    /// <summary>Feature inversion: the same activations at a layer. −‖A − A₀‖² / ‖A₀‖², at most 0.</summary>
    Like,

    /// <summary>Caricature: activations far along the given picture's. A·A₀ / ‖A₀‖² times max(0.1, cosine) to a power; 1 for the picture itself.</summary>
    Caricature,

    /// <summary>Style: the same Gram matrix at a layer, whatever is where. −‖G − G₀‖² / ‖G₀‖², at most 0.</summary>
    Style,

    /// <summary>The same pixels, minus the mean squared distance; at most 0.</summary>
    Near,
}

/// <summary>How much the image is like a given picture, which is seen through the same random view as the image.</summary>
/// <param name="Likeness">In what.</param>
/// <param name="Layer">A layer's short name or a tensor's exact one; null where the pixels are compared.</param>
/// <param name="Picture">The picture's file.</param>
/// <param name="Power">A caricature's power of the cosine.</param>
sealed record GivenTerm(AlignmentMeasure Likeness, string? Layer, string Picture, double Power = 0) : Term
{
    internal override IEnumerable<string> Files => [Picture];

    private protected override string Text =>
        $"{Syntax.Function(Likeness)}({(Layer is null ? "" : Syntax.Name(Layer) + ", ")}{Syntax.Name(Picture)}{(Power == 0 ? "" : $", power={Syntax.Number(Power)}")})";

    internal override ScoreNode In(Network network) => new Comparison(Likeness, Layer is null ? null : GridPositions.Find(network, Layer, this), Power);

    internal override void Fill(ScoreInputs feed, float weight)
    {
        feed[ScoreInputs.Weight][0] = weight;
        feed.Give(Picture);
    }
}

/// <summary>A comparison with a picture that is fed.</summary>
sealed record Comparison(AlignmentMeasure Likeness, Layer? Layer, double Power) : WeightedScoreNode
{
    const double Tiny = 1e-12, LeastCosine = 0.1;

    internal override IEnumerable<Layer> Layers => Layer is null ? [] : [Layer];

    private protected override Value Measure(ScoreGraph stage)
    {
        if (Layer is null) return -Dot(stage.Image - stage.GivenImage) / stage.Image.Shape.Elements;
        var (here, there) = (stage.Of(Layer), stage.Given(Layer));
        return Likeness switch
        {
            AlignmentMeasure.Like => -Dot(here - there) / (Dot(there) + Tiny),
            AlignmentMeasure.Style => -Dot(Gram(here) - Gram(there)) / (Dot(Gram(there)) + Tiny),
            _ => Exaggerated(here, there),
        };
    }

    Value Exaggerated(Value here, Value there)
    {
        var dot = (here * there).Sum([], keepDims: false);
        var value = dot / (Dot(there) + Tiny);
        if (Power == 0) return value;
        var cosine = dot / ((Dot(here) * Dot(there)) + Tiny).Sqrt();
        return value * dot.Graph.Emit("Max", [cosine, cosine.Scalar(LeastCosine)]).Pow(Power);
    }

    /// <summary>How units go together: their products, averaged over positions.</summary>
    internal static Value Gram(Value activation)
    {
        var area = activation.Shape[2] * activation.Shape[3];
        var flat = activation.Reshape([activation.Shape[1], area]);
        return flat.MatMul(flat.Transposed()) / area;
    }

    internal static Value Dot(Value x) => (x * x).Sum([], keepDims: false);
}
