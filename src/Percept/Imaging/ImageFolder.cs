using System.Collections;

namespace Percept.Imaging;

/// <summary>The image files of a folder and the folders within, by extension, in the ordinal order of their names.</summary>
/// <remarks>Names that begin with a dot are left out. Links to files are followed (a broken one is an image that
/// cannot be read); links to folders are not, so there are no loops.</remarks>
public sealed class ImageFolder : IReadOnlyList<ImageFile>
{
    static readonly HashSet<string> extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".png", ".webp", ".gif", ".tif", ".tiff", ".svg", ".avif",
    };

    readonly ImageFile[] files;

    /// <summary>Lists the image files of a folder.</summary>
    /// <exception cref="PictureException">The folder does not exist, cannot be listed, or holds no image file.</exception>
    public ImageFolder(string path)
    {
        if (!Directory.Exists(path))
            throw new PictureException(File.Exists(path) ? $"'{path}' is a file, not a folder of images." : $"The folder '{path}' does not exist.");
        try
        {
            files = [.. Files(new DirectoryInfo(path), "").OrderBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PictureException($"The folder '{path}' cannot be listed: {error.Message}", error);
        }
        if (files.Length == 0)
            throw new PictureException($"The folder '{path}' holds no image file; the extensions read are {string.Join(", ", extensions.Order())}, and links to folders are not followed.");
        Path = path;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The number of image files.</summary>
    public int Count => files.Length;

    /// <summary>The image file at a place in the order.</summary>
    public ImageFile this[int index] => files[index];

    /// <inheritdoc/>
    public IEnumerator<ImageFile> GetEnumerator() => files.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    static IEnumerable<ImageFile> Files(DirectoryInfo folder, string prefix) => folder.EnumerateFileSystemInfos().SelectMany(entry => entry switch
    {
        { Name: ['.', ..] } => [],
        DirectoryInfo inner => inner.LinkTarget is null ? Files(inner, $"{prefix}{inner.Name}/") : [],
        _ => extensions.Contains(entry.Extension) ? [new ImageFile(prefix + entry.Name, entry.FullName)] : Enumerable.Empty<ImageFile>(),
    });
}
