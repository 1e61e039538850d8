namespace Percept.Atlases;

/// <summary>An image optimised for a unit; its PNG is kept beside it (<see cref="Atlas.OptimizedPng"/>).</summary>
/// <remarks>Layer, unit, sign, seed and recipe name it: the same again replaces it.</remarks>
public sealed record OptimizedImage
{
    /// <summary>Its number in the atlas, given when it is written.</summary>
    public long Id { get; init; }

    /// <summary>The layer's index.</summary>
    public required int Layer { get; init; }

    /// <summary>The channel, from 0.</summary>
    public required int Unit { get; init; }

    /// <summary>1 where the activation was maximised, -1 where it was minimised.</summary>
    public int Sign { get; init; } = 1;

    /// <summary>The seed of everything random in it.</summary>
    public long Seed { get; init; }

    /// <summary>Steps of ascent.</summary>
    public required int Steps { get; init; }

    /// <summary>Rows and columns of the image, in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>All options of the optimisation, as JSON text.</summary>
    public required string Recipe { get; init; }

    /// <summary>The recipe's hash.</summary>
    public required string RecipeHash { get; init; }

    /// <summary>The unit's activation on the saved 8-bit image.</summary>
    public required float Activation { get; init; }

    /// <summary>The command that makes the same image again.</summary>
    public string Command { get; init; } = "";

    /// <summary>How far the image may be believed, as JSON text; null while it has not been measured.</summary>
    public string? Trust { get; init; }
}
