namespace Percept.Atlases;

/// <summary>A piece of work that is written whole or not at all, such as <c>matching/mixed4a</c>.</summary>
/// <param name="Name">What it is; the same name again replaces the marker.</param>
/// <param name="DependsOn">A hash of everything it depends on beside the atlas's identity; with another hash it is not done.</param>
sealed record AtlasPart(string Name, string DependsOn = "");
