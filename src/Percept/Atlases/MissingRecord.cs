namespace Percept.Atlases;

/// <summary>Something that an atlas should have and has not, and why.</summary>
/// <param name="Stage">The part of the build that failed, such as <c>optimising</c>.</param>
/// <param name="Layer">The layer's name; null where all of the stage is missing.</param>
/// <param name="Unit">The channel; null where all of the layer is missing.</param>
/// <param name="Reason">Why, in whole sentences.</param>
public sealed record MissingRecord(string Stage, string? Layer, int? Unit, string Reason);
