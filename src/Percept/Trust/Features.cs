namespace Percept.Trust;

/// <summary>What the other units of a unit's layer answer at the place where it answers most: which of them, and by how much more than for random images.</summary>
sealed class Features
{
    readonly int unit;
    readonly (float[] Mean, float[] Scale) usual;

    internal Features(int unit, IReadOnlyList<Impression> random)
    {
        this.unit = unit;
        usual = Surroundings.Usual([.. random.Select(Direction)]);
        Random = [.. random.Select(Of)];
    }

    /// <summary>Those of the random images.</summary>
    internal IReadOnlyList<float[]> Random { get; }

    internal float[] Of(Impression impression) => Surroundings.Standardised(Direction(impression), usual);

    /// <remarks>Without the unit itself: that a picture excites it is known, and would make all that do look alike.</remarks>
    float[] Direction(Impression impression) => Sight.Direction([.. impression.Place[..unit], .. impression.Place[(unit + 1)..]]);
}
