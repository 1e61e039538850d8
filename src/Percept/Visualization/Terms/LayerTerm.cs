using System.Globalization;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>The mean square of a layer's activations, as in deep dream, or of some of its units.</summary>
/// <param name="Layer">A layer's short name or a tensor's exact one.</param>
/// <param name="Units">The first and the last unit; null for all.</param>
sealed record LayerTerm(string Layer, (int First, int Last)? Units = null) : Term
{
    private protected override string Text => Syntax.Name(Layer, hasUnit: Units is not null) + (Units is { } units ? string.Create(CultureInfo.InvariantCulture, $":{units.First}..{units.Last}") : "");

    internal override ScoreNode In(Network network) => new MeanSquares(GridPositions.Find(network, Layer, this, Units?.Last));

    internal override void Fill(ScoreInputs feed, float weight) => Fill(feed, feed.Network.Find(Layer), weight, Units?.First ?? 0, Units?.Last);

    internal static void Fill(ScoreInputs feed, Layer layer, float weight, int first, int? last)
    {
        var shares = feed[ScoreInputs.Share][first..((last ?? layer.Channels - 1) + 1)];
        foreach (ref var share in shares) share += weight / shares.Length;
    }
}

/// <summary>The mean square of one attention head's output.</summary>
/// <param name="Layer">A layer of heads, as <c>percept inspect</c> lists it.</param>
/// <param name="Head">The head, from 0.</param>
sealed record HeadTerm(string Layer, int Head) : Term
{
    private protected override string Text => string.Create(CultureInfo.InvariantCulture, $"head({Syntax.Name(Layer)}, {Head})");

    internal override ScoreNode In(Network network)
    {
        var layer = GridPositions.Find(network, Layer, this);
        if (layer.Heads == 0)
        {
            var known = network.Layers.Where(candidate => candidate.Heads > 0).Select(candidate => candidate.Name).ToArray();
            throw new GraphException($"'{this}': layer '{Layer}' is not a layer of attention heads; "
                + (known.Length == 0 ? "none is known in this network: name the head's units instead, layer:FIRST..LAST." : $"the nearest are {string.Join(", ", Nearest.To(Layer, known))}."));
        }

        return Head < layer.Heads ? new MeanSquares(layer) : throw new GraphException($"'{this}': layer '{Layer}' has no head {Head}; its {layer.Heads} heads are numbered 0 to {layer.Heads - 1}.");
    }

    internal override void Fill(ScoreInputs feed, float weight)
    {
        var layer = feed.Network.Find(Layer);
        var size = layer.Channels / layer.Heads;
        LayerTerm.Fill(feed, layer, weight, Head * size, ((Head + 1) * size) - 1);
    }
}

/// <summary>A weighted sum of the mean squares of a layer's units.</summary>
sealed record MeanSquares(Layer Layer) : ScoreNode
{
    internal override IEnumerable<Layer> Layers => [Layer];

    internal override bool IsShared => true;

    internal override Value Build(ScoreGraph stage)
    {
        var activation = stage.Of(Layer);
        var shares = stage.Input(ScoreInputs.Share, [1, activation.Shape[1], 1, 1]);
        var sum = ((activation * activation).Mean([0, 2, 3]) * shares).Sum([], keepDims: false);
        // Where all is 0, squares are flat.
        stage.Way = (activation.Mean([0, 2, 3]) * shares).Sum([], keepDims: false);
        stage.Output(UnitSums.Peaks, activation.Graph.Emit("GlobalMaxPool", [activation]));
        stage.Output(UnitSums.Sum, sum);
        return sum;
    }
}
