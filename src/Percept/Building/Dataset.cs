using System.Collections;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Percept.Files;
using Percept.Imaging;

namespace Percept.Building;

/// <summary>The images of a folder with their sizes, as they were listed once: a build goes by this list to its end, whatever becomes of the files.</summary>
sealed class Dataset : IReadOnlyList<ImageFile>
{
    readonly ImageFile[] files;

    Dataset(string folder, IEnumerable<ImageFile> files)
    {
        (Folder, this.files) = (folder, [.. files]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in this.files) hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Name}\n{file.Length}\n")));
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>SHA-256 over names and sizes. They tell datasets apart without reading every file twice; each image's own hash is kept as it is read.</summary>
    public string Hash { get; }

    /// <summary>How many images.</summary>
    public int Count => files.Length;

    /// <summary>An image by its place in the order.</summary>
    public ImageFile this[int index] => files[index];

    /// <summary>The images of a folder as they are now.</summary>
    public static Dataset Of(ImageFolder images) => new(images.Path, images.Select(image => image with { Length = LengthOf(image.Path) }));

    /// <summary>Reads a list that <see cref="ToBytes"/> wrote.</summary>
    /// <param name="list">The list.</param>
    /// <param name="folder">Where the images lie now.</param>
    /// <exception cref="InvalidDataException">It is no such list, or names what is not in the folder.</exception>
    public static Dataset Read(byte[] list, string folder)
    {
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(list), CompressionMode.Decompress));
        var files = new List<ImageFile>();
        while (reader.ReadLine() is { } line)
        {
            var item = JsonSerializer.Deserialize<JsonElement[]>(line)!;
            var name = item[1].GetString()!;
            files.Add(new(name, ContainedPath.Of(folder, name) ?? throw new InvalidDataException($"'{name}' does not lie in the folder of the images.")) { Length = item[0].GetInt64() });
        }

        return new(folder, files);
    }

    /// <summary>The list as compressed text: a line of JSON for each image, with its size and name.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new StreamWriter(new BrotliStream(bytes, CompressionLevel.Optimal)) { NewLine = "\n" })
            foreach (var file in files) writer.WriteLine(JsonSerializer.Serialize<object[]>([file.Length!, file.Name]));
        return bytes.ToArray();
    }

    /// <summary>Whether this is what is left of a list: no new file, and at least half of those on the list as they were.</summary>
    internal bool IsLeftOf(Dataset list)
    {
        var known = list.ToDictionary(file => file.Name, file => file.Length, StringComparer.Ordinal);
        return files.All(file => known.ContainsKey(file.Name)) && 2 * files.Count(file => known[file.Name] == file.Length) >= list.Count;
    }

    /// <summary>Tells images that cannot be read from a folder that is not there: a share that was unmounted leaves nothing, or an empty folder.</summary>
    /// <exception cref="BuildException">The folder is not there.</exception>
    internal void ThrowIfGone()
    {
        try
        {
            if (Directory.EnumerateFileSystemEntries(Folder).Any()) return;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Gone(error);
        }

        throw Gone(null);
    }

    BuildException Gone(Exception? inner) =>
        new($"The folder of images '{Folder}' has disappeared: what was finished is kept. See that it is mounted, and run the same command again.", canRetry: true, inner);

    /// <remarks>Of a link, what it leads to counts.</remarks>
    static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) file = new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path);
        return file.Exists ? file.Length : 0;
    }

    /// <inheritdoc/>
    public IEnumerator<ImageFile> GetEnumerator() => files.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
