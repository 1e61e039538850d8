namespace Percept.Imaging;

/// <summary>An image file of a folder: its name relative to the folder, with '/' on every system, and its path.</summary>
public sealed record ImageFile(string Name, string Path)
{
    /// <summary>The first folder of the name, which labels the image; empty for a file directly in the folder.</summary>
    public string Group => Name.Contains('/', StringComparison.Ordinal) ? Name[..Name.IndexOf('/', StringComparison.Ordinal)] : "";
}
