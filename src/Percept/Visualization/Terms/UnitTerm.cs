using System.Globalization;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>A unit's mean activation: over all positions, at one, or where a mask is white.</summary>
/// <param name="Layer">A layer's short name or a tensor's exact one.</param>
/// <param name="Unit">The unit, from 0.</param>
/// <param name="At">The position; null for all.</param>
/// <param name="Mask">An image file that says by its brightness how much each position counts.</param>
sealed record UnitTerm(string Layer, int Unit, (int Y, int X)? At = null, string? Mask = null) : Term
{
    internal override IEnumerable<string> Files => Mask is null ? [] : [Mask];

    private protected override string Text
    {
        get
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{Syntax.Name(Layer, hasUnit: true)}:{Unit}{Syntax.Position(At)}");
            return Mask is null ? text : $"mask({text}, {Syntax.Name(Mask)})";
        }
    }

    internal override ScoreNode In(Network network)
    {
        // A tensor's exact name may end in ":0", which reads like a unit.
        if (IsWhole(network)) return new MeanSquares(network.Find($"{Layer}:{Unit}"));
        return new UnitSums(GridPositions.Find(network, Layer, this, Unit, At));
    }

    internal override void Fill(ScoreInputs feed, float weight)
    {
        if (IsWhole(feed.Network))
        {
            LayerTerm.Fill(feed, feed.Network.Find($"{Layer}:{Unit}"), weight, 0, null);
            return;
        }

        var layer = feed.Network.Find(Layer);
        var shape = feed.ShapeOf(layer);
        var area = shape[2] * shape[3];
        var map = feed[ScoreInputs.Share].Slice(Unit * area, area);
        var where = Mask is null ? GridPositions.Weights(At, layer, shape) : MaskOf(Mask, shape);
        for (var i = 0; i < area; i++) map[i] += weight * where[i];
    }

    bool IsWhole(Network network) => At is null && Mask is null && network.Has(string.Create(CultureInfo.InvariantCulture, $"{Layer}:{Unit}"));

    float[] MaskOf(string path, Shape shape)
    {
        var mask = Picture.ReadFitted(path, shape[2], shape[3], Fit.Stretch).ToGrey().ToPlanes();
        var sum = mask.Sum();
        return sum > 0 ? [.. mask.Select(share => share / sum)] : throw new GraphException($"The mask of '{this}' is black everywhere, so nothing counts; white is what counts.");
    }
}

/// <summary>Any weighted sum of a layer's activations.</summary>
sealed record UnitSums(Layer Layer) : ScoreNode
{
    internal const string Peaks = "peaks", Sum = "sum";

    internal override IEnumerable<Layer> Layers => [Layer];

    internal override bool IsShared => true;

    internal override Value Build(ScoreGraph stage)
    {
        var activation = stage.Of(Layer);
        var sum = (activation * stage.Input(ScoreInputs.Share, activation.Shape)).Sum([], keepDims: false);
        stage.Output(Peaks, activation.Graph.Emit("GlobalMaxPool", [activation]));
        stage.Output(Sum, sum);
        return sum;
    }
}
