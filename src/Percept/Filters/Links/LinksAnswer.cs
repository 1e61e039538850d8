using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Percept.Atlases;

namespace Percept.Filters.Links;

/// <summary>What a unit is built from and which units use it, by the weights between them.</summary>
/// <param name="Unit">The unit, such as <c>mixed4a:476</c>.</param>
/// <param name="File">The picture that was drawn of it, if one was.</param>
/// <param name="BuiltFrom">The units with the strongest weights to it.</param>
/// <param name="UsedBy">The units that it has the strongest weights to.</param>
/// <remarks>An atlas keeps one for every unit, and none for the network.</remarks>
public sealed record LinksAnswer(string Unit, string? File, IReadOnlyList<WeightedUnit> BuiltFrom, IReadOnlyList<WeightedUnit> UsedBy) : IAnswer<LinksAnswer>
{
    /// <inheritdoc/>
    public static string Name => "links";

    /// <inheritdoc/>
    public static IJsonTypeInfoResolver Json => LinksJson.Default;

    /// <summary>The size of its expanded weights; null where they were not followed to the image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExpandedSize? Expanded { get; init; }

    /// <summary>A circuit without its pictures.</summary>
    /// <param name="circuit">What was found.</param>
    /// <param name="file">The picture that was drawn of it, if one was.</param>
    internal static LinksAnswer Of(Circuit circuit, string? file = null)
    {
        return new(circuit.Layer.NameOf(circuit.Unit), file, Links(circuit.BuiltFrom), Links(circuit.UsedBy)) { Expanded = new(circuit.Expanded.Height, circuit.Expanded.Width) };

        static WeightedUnit[] Links(IEnumerable<(UnitLink Link, Filter)> links) => [.. links.Select(part => new WeightedUnit(part.Link.Layer.NameOf(part.Link.Unit), part.Link.Weight, part.Link.Strength))];
    }
}

/// <summary>The size of a unit's expanded weights, in pixels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record ExpandedSize(int Height, int Width);

/// <summary>A unit and the weights between it and another; see <see cref="UnitLink"/>.</summary>
/// <param name="Unit">The unit, such as <c>mixed4a:476</c>.</param>
/// <param name="Weight">The sum of the weights: its sign says whether the one excites or inhibits the other.</param>
/// <param name="Strength">The root of the sum of their squares.</param>
public sealed record WeightedUnit(string Unit, float Weight, float Strength);

[JsonSerializable(typeof(LinksAnswer))]
sealed partial class LinksJson : JsonSerializerContext;
