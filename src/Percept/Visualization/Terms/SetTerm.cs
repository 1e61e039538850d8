using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>
/// What a picture owes to those of its set that are found before it. They are found one after the other, so that each depends on the
/// objective, the recipe and the seed alone, whatever is asked for beside it; the first is free.
/// </summary>
abstract record SetTerm(string Layer) : Term
{
    /// <summary>How many pictures there are before it.</summary>
    internal abstract int Before { get; }

    /// <summary>The objective, of which this is a term, for the picture of some number in the set.</summary>
    internal abstract Objective Member(Objective objective, int index);

    internal sealed override void Fill(ScoreInputs feed, float weight) => feed[SetPiece.Strength][0] = weight;
}

/// <summary>A comparison of the image with those found before it, times the most that any of those scores, so that weights go with any network.</summary>
abstract record SetPiece(Layer Layer) : WeightedScoreNode
{
    internal const string Strength = "strength", Earlier = "earlier", Seen = "seen", Owed = "owed";

    private protected const double Tiny = 1e-12;

    internal sealed override IEnumerable<Layer> Layers => [Layer];

    private protected sealed override Value Measure(ScoreGraph stage)
    {
        var seen = See(stage.Of(Layer));
        stage.Output(Seen, seen);
        var owed = stage.Input(Strength, Shape.Scalar) * Compare(seen, stage.Input(Earlier, seen.Shape));
        stage.Output(Owed, owed);
        return owed;
    }

    /// <summary>How much a picture counts that was found so many before, 1 for the one just before.</summary>
    internal abstract double Share(int distance);

    /// <summary>What of a layer's activations is compared.</summary>
    private protected abstract Value See(Value activation);

    /// <summary>The comparison with the weighted mean of what was seen of the earlier ones.</summary>
    private protected abstract Value Compare(Value seen, Value earlier);
}
