using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>How far a layer's activations lie along a direction in its space of units, on average over positions.</summary>
/// <param name="Layer">A layer's short name or a tensor's exact one.</param>
/// <param name="Direction">The direction.</param>
/// <param name="At">The position; null for all.</param>
/// <param name="Power">Lucid's: the dot product is multiplied by max(0.1, cosine) to this power.</param>
/// <param name="IsCosine">Whether the cosine alone counts, however strong the activations are.</param>
sealed record DirectionTerm(string Layer, Direction Direction, (int Y, int X)? At = null, double Power = 0, bool IsCosine = false) : Term
{
    internal override IEnumerable<string> Files => Direction.File is { } file ? [file] : [];

    private protected override string Text =>
        $"{(IsCosine ? "cosine" : "direction")}({Syntax.Name(Layer)}{Syntax.Position(At)}, {Direction}{(Power == 0 ? "" : $", power={Syntax.Number(Power)}")})";

    internal override ScoreNode In(Network network)
    {
        var layer = GridPositions.Find(network, Layer, this, unit: null, At);
        Direction.Check(layer, this);
        return IsCosine || Power != 0 ? new Alignment(layer, Power, IsCosine) : new UnitSums(layer);
    }

    internal override void Fill(ScoreInputs feed, float weight)
    {
        var layer = feed.Network.Find(Layer);
        var shape = feed.ShapeOf(layer);
        var (where, area) = (GridPositions.Weights(At, layer, shape), shape[2] * shape[3]);
        var isPlain = !IsCosine && Power == 0;
        var into = feed[isPlain ? ScoreInputs.Share : Alignment.Direction];
        for (var unit = 0; unit < layer.Channels; unit++)
        {
            for (var i = 0; i < area; i++)
            {
                var number = Direction.At(unit, (i / shape[3], i % shape[3]), shape);
                if (isPlain) into[(unit * area) + i] += weight * where[i] * number;
                else into[(unit * area) + i] = number;
            }
        }

        if (isPlain) return;
        for (var i = 0; i < area; i++) feed[ScoreInputs.Share][i] = weight * where[i];
    }
}

/// <summary>The mean over positions of a dot product, weighted by the cosine, or of the cosine alone.</summary>
sealed record Alignment(Layer Layer, double Power, bool IsCosine) : ScoreNode
{
    internal const string Direction = "direction";

    // Lucid's, so that the way up does not vanish where the angle is wide.
    const double LeastCosine = 0.1;

    internal override IEnumerable<Layer> Layers => [Layer];

    internal override Value Build(ScoreGraph stage)
    {
        var activation = stage.Of(Layer);
        var direction = stage.Input(Direction, activation.Shape);
        var dot = (activation * direction).Sum([1]);
        var cosine = dot / (Length(activation) * Length(direction));
        var value = IsCosine ? cosine : dot * activation.Graph.Emit("Max", [cosine, cosine.Scalar(LeastCosine)]).Pow(Power);
        return (value * stage.Input(ScoreInputs.Share, value.Shape)).Sum([], keepDims: false);
    }

    internal static Value Length(Value x) => ((x * x).Sum([1]) + 1e-12).Sqrt();
}

/// <summary>A direction in a layer's space of units: some units' numbers, or a NumPy file of a number for each unit, or for each unit and position.</summary>
sealed record Direction(string? File, params IReadOnlyList<(int Unit, double Number)> Units)
{
    readonly Lazy<NpyArray> array = new(() => NpyFile.Read(File!));

    Shape Shape => array.Value.Shape;

    /// <inheritdoc/>
    public bool Equals(Direction? other) => other is not null && File == other.File && Units.SequenceEqual(other.Units);

    /// <inheritdoc/>
    public override int GetHashCode() => Units.Aggregate(File?.GetHashCode(StringComparison.Ordinal) ?? 0, HashCode.Combine);

    /// <summary>The direction as it is typed.</summary>
    public override string ToString() => File is { } file ? Syntax.Name(file) : string.Join(", ", Units.Select(unit => FormattableString.Invariant($"{unit.Unit}={Syntax.Number(unit.Number)}")));

    /// <summary>Refuses a direction that does not go with a layer.</summary>
    internal void Check(Layer layer, Term term)
    {
        if (File is null)
        {
            if (Units.FirstOrDefault(unit => unit.Unit >= layer.Channels, (-1, 0)) is ( >= 0, _) wrong)
                throw new GraphException($"'{term}': layer '{layer.Name}' has no unit {wrong.Item1}; its {layer.Channels} units are numbered 0 to {layer.Channels - 1}.");
        }
        else if (Shape.Rank is not (1 or 3) || Shape[0] != layer.Channels)
            throw new GraphException($"'{term}': '{File}' has the shape {Shape}, but layer '{layer.Name}' needs a number for each unit, {layer.Channels}, or {layer.Channels} x rows x columns.");
        if (File is null ? Units.All(unit => unit.Number == 0) : !array.Value.Values.AsSpan().ContainsAnyExcept(0f))
            throw new GraphException($"'{term}': all numbers of the direction are 0, so it points nowhere.");
    }

    /// <summary>The number of a unit at a position of activations of some shape.</summary>
    internal float At(int unit, (int Y, int X) at, Shape shape)
    {
        if (File is null) return (float)Units.Where(known => known.Unit == unit).Sum(known => known.Number);
        if (Shape.Rank == 1) return array.Value.Values[unit];
        return array.Value.Values[(((unit * Shape[1]) + GridPositions.Nearest(at.Y, shape[2], Shape[1])) * Shape[2]) + GridPositions.Nearest(at.X, shape[3], Shape[2])];
    }
}
