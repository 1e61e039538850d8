namespace Percept.Answers.Trust;

/// <summary>What the other units of a unit's layer answer at the place where it answers most: which of them, and by how much more than for random images.</summary>
sealed class UnitContext
{
    readonly int unit;
    readonly (float[] Mean, float[] Scale) usual;

    internal UnitContext(int unit, IReadOnlyList<UnitResponses> random)
    {
        this.unit = unit;
        usual = ReferenceDistribution.Usual([.. random.Select(Direction)]);
        Random = [.. random.Select(Of)];
    }

    /// <summary>Those of the random images.</summary>
    internal IReadOnlyList<float[]> Random { get; }

    internal float[] Of(UnitResponses impression) => ReferenceDistribution.Standardised(Direction(impression), usual);

    /// <remarks>Without the unit itself: that a picture excites it is known, and would make all that do look alike.</remarks>
    float[] Direction(UnitResponses impression) => LayerProbe.Direction([.. impression.Place[..unit], .. impression.Place[(unit + 1)..]]);
}
