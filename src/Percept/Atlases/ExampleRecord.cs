namespace Percept.Atlases;

/// <summary>A rectangle of the network's input, in its pixels; it may reach over the border, where the network saw padding.</summary>
public readonly record struct Crop(int Top, int Left, int Height, int Width);

/// <summary>What an example is an example of.</summary>
public enum ExampleKind
{
    /// <summary>An image that drives the unit highest.</summary>
    Highest,

    /// <summary>One of the images that come right behind those.</summary>
    NearMiss,

    /// <summary>An image that drives the unit lowest, below zero.</summary>
    Lowest,

    /// <summary>An image drawn by hash from an interval of the unit's activations.</summary>
    Interval,
}

/// <summary>One of the images that excite a unit most, or of those that show what else it does, and where in it.</summary>
/// <param name="Layer">The layer's index.</param>
/// <param name="Unit">The channel, from 0.</param>
/// <param name="Rank">1 is the first of its kind: the highest, the lowest, or the first drawn of the lowest interval.</param>
/// <param name="Image">The image's id.</param>
/// <param name="Activation">The unit's highest activation in the image.</param>
/// <param name="Y">The row in the layer where it is.</param>
/// <param name="X">The column in the layer where it is.</param>
/// <param name="Crop">What the unit saw there.</param>
public sealed record ExampleRecord(int Layer, int Unit, int Rank, int Image, float Activation, int Y, int X, Crop Crop)
{
    /// <summary>What it is an example of.</summary>
    public ExampleKind Kind { get; init; }

    /// <summary>The interval it was drawn from, an index into <see cref="UnitProfile.Intervals"/>; null for other kinds.</summary>
    public int? Interval { get; init; }

    /// <summary>The smallest box that holds 95 % of the energy of the unit's gradient; null where it has not been computed, or the gradient is zero.</summary>
    public Crop? Effective { get; init; }
}
