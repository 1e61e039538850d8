using System.Text.Json;
using System.Text.Json.Serialization;
using Percept.Atlases;

namespace Percept.Pipeline;

/// <summary>What optimisation made for a unit.</summary>
/// <param name="Layer">The layer's index.</param>
/// <param name="Unit">The channel.</param>
/// <param name="Image">The image; null where the unit could not be excited: it is left out, not shown as if it had been.</param>
/// <param name="Png">The image as PNG.</param>
sealed record VisualizedUnit(int Layer, int Unit, OptimizedImage? Image, byte[] Png)
{
    static readonly JsonSerializerOptions format = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Why there is no image, where making it failed.</summary>
    public MissingRecord? Missing { get; init; }

    /// <summary>Why it is not known how far to believe the image, where measuring that failed.</summary>
    public MissingRecord? Unmeasured { get; init; }

    /// <summary>Several as bytes.</summary>
    internal static byte[] ToBytes(IEnumerable<VisualizedUnit> made) => JsonSerializer.SerializeToUtf8Bytes(made, format);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    internal static IReadOnlyList<VisualizedUnit> Read(byte[] bytes) => JsonSerializer.Deserialize<VisualizedUnit[]>(bytes, format)!;

    /// <summary>Writes the image to an atlas.</summary>
    internal void PutTo(AtlasTransaction transaction)
    {
        if (Image is not null) transaction.PutOptimized(Image, Png);
    }
}
