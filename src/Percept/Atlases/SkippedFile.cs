namespace Percept.Atlases;

/// <summary>A file of the dataset that could not be read, and why.</summary>
/// <param name="Name">Its path relative to the dataset's folder.</param>
/// <param name="Reason">A sentence.</param>
public sealed record SkippedFile(string Name, string Reason);
