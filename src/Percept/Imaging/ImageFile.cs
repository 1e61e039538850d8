namespace Percept.Imaging;

/// <summary>An image file of a folder: its name relative to the folder, with '/' on every system, and its path.</summary>
public sealed record ImageFile(string Name, string Path)
{
    /// <summary>The first folder of the name, which labels the image; empty for a file directly in the folder.</summary>
    public string Group => Name.Contains('/', StringComparison.Ordinal) ? Name[..Name.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>Its size in bytes when it was listed; null where that was not noted.</summary>
    public long? Length { get; init; }

    /// <summary>Its content, if it is still as it was when it was listed.</summary>
    /// <param name="options">What it may be.</param>
    /// <exception cref="PictureException">It is gone or has changed, is larger than the options allow, or cannot be read.</exception>
    public byte[] Read(ReadOptions? options = null)
    {
        if (!File.Exists(Path)) throw new PictureException("It is gone since the images were listed, or is a link to nothing.");
        var bytes = Picture.Bytes(Path, options);
        return Length is null || Length == bytes.Length ? bytes
            : throw new PictureException($"It has changed: it had {Length} bytes when the images were listed, and has {bytes.Length} now.");
    }
}
