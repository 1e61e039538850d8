using Percept.Imaging;

namespace Percept.Matching;

/// <summary>What is known of all units of all layers over some images of a dataset.</summary>
/// <remarks>It depends on which images were seen alone: not on their order, nor on how they were shared out and merged again. So do its bytes.</remarks>
public sealed class Matches
{
    readonly Dictionary<int, MatchedImage> images = [];
    readonly SortedDictionary<string, SkippedFile> skipped = new(StringComparer.Ordinal);
    int most = 4096;

    /// <summary>Nothing seen yet.</summary>
    /// <param name="layers">Nothing seen yet of each layer.</param>
    public Matches(IEnumerable<LayerMatches> layers) => Layers = [.. layers];

    /// <summary>What is known of each layer's units.</summary>
    public IReadOnlyList<LayerMatches> Layers { get; }

    /// <summary>How many images were seen.</summary>
    public long Seen { get; private set; }

    /// <summary>The images that something is an example in, in the dataset's order.</summary>
    public IReadOnlyList<MatchedImage> Images
    {
        get
        {
            Forget();
            return [.. images.Values.OrderBy(image => image.Index)];
        }
    }

    /// <summary>The files that could not be seen, by name.</summary>
    public IReadOnlyCollection<SkippedFile> Skipped => skipped.Values;

    internal void Add(MatchedImage image)
    {
        images[image.Index] = image;
        Seen++;
    }

    internal void Add(SkippedFile file) => skipped[file.File] = file;

    /// <summary>Takes note of what another saw in images that this one did not see.</summary>
    public void Merge(Matches other)
    {
        foreach (var (mine, others) in Layers.Zip(other.Layers)) mine.Merge(others);
        foreach (var image in other.images.Values) images[image.Index] = image;
        foreach (var image in other.Skipped) Add(image);
        Seen += other.Seen;
        if (images.Count > most) Forget();
    }

    /// <summary>Forgets the images that nothing refers to any more: memory does not grow with the dataset.</summary>
    void Forget()
    {
        var used = new HashSet<int>();
        foreach (var layer in Layers) layer.AddImagesTo(used);
        foreach (var idle in images.Keys.Where(index => !used.Contains(index)).ToArray()) images.Remove(idle);
        most = Math.Max(most, 2 * images.Count);
    }

    /// <summary>All of it as bytes, to go on with another time.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt64(Seen);
        foreach (var layer in Layers) layer.Write(writer);
        var kept = Images;
        writer.Write7BitEncodedInt(kept.Count);
        foreach (var image in kept)
        {
            writer.Write7BitEncodedInt(image.Index);
            writer.Write(image.Name);
            writer.Write(image.Hash);
        }

        writer.Write7BitEncodedInt(skipped.Count);
        foreach (var image in Skipped)
        {
            writer.Write(image.File);
            writer.Write(image.Reason);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Takes over what <see cref="ToBytes"/> wrote of matches of the same layers.</summary>
    public void Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        Seen = reader.Read7BitEncodedInt64();
        foreach (var layer in Layers) layer.Read(reader);
        images.Clear();
        for (var n = reader.Read7BitEncodedInt(); n > 0; n--)
        {
            var image = new MatchedImage(reader.Read7BitEncodedInt(), reader.ReadString(), reader.ReadString());
            images[image.Index] = image;
        }

        skipped.Clear();
        for (var n = reader.Read7BitEncodedInt(); n > 0; n--) Add(new SkippedFile(reader.ReadString(), reader.ReadString()));
    }
}

/// <summary>An image that was seen.</summary>
/// <param name="Index">Its place in the dataset.</param>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Hash">The SHA-256 of its file.</param>
public sealed record MatchedImage(int Index, string Name, string Hash);
