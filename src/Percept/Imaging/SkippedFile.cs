namespace Percept.Imaging;

/// <summary>An image file that was left out, and why.</summary>
/// <param name="File">Its path relative to the folder.</param>
/// <param name="Reason">A sentence.</param>
public sealed record SkippedFile(string File, string Reason);
