using Percept.Networks;

namespace Percept.Filters.Links;

/// <summary>A unit that another is computed from, and the weights between them.</summary>
/// <param name="Layer">The layer of the unit it is computed from.</param>
/// <param name="Unit">That unit.</param>
/// <param name="Weight">The sum of all weights between them: by how much the one rises where the other rises by one everywhere. Its sign says whether it excites or inhibits.</param>
/// <param name="Strength">The root of the sum of their squares; links are ordered by it.</param>
public sealed record UnitLink(Layer Layer, int Unit, float Weight, float Strength);
