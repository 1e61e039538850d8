namespace Percept.Matching;

/// <summary>What is known of all units of all layers over some images of a dataset.</summary>
public sealed class Matches
{
    readonly List<MatchedImage> images = [];
    readonly List<SkippedImage> skipped = [];

    /// <summary>Nothing seen yet.</summary>
    /// <param name="units">How many units each layer has.</param>
    /// <param name="top">How many examples are kept for each unit.</param>
    public Matches(IEnumerable<int> units, int top) => Layers = [.. units.Select(count => new LayerMatches(count, top))];

    /// <summary>What is known of each layer's units.</summary>
    public IReadOnlyList<LayerMatches> Layers { get; }

    /// <summary>The images that were seen.</summary>
    public IReadOnlyList<MatchedImage> Images => images;

    /// <summary>The files that could not be.</summary>
    public IReadOnlyList<SkippedImage> Skipped => skipped;

    internal void Add(MatchedImage image) => images.Add(image);

    internal void Add(SkippedImage image) => skipped.Add(image);

    /// <summary>Takes note of what another saw in images that this one did not see.</summary>
    public void Merge(Matches other)
    {
        foreach (var (mine, others) in Layers.Zip(other.Layers)) mine.Merge(others);
        images.AddRange(other.images);
        skipped.AddRange(other.skipped);
    }

    /// <summary>All of it as bytes, to go on with another time.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var layer in Layers) layer.Write(writer);
        writer.Write7BitEncodedInt(images.Count);
        foreach (var image in images)
        {
            writer.Write7BitEncodedInt(image.Index);
            writer.Write(image.Name);
            writer.Write(image.Hash);
        }

        writer.Write7BitEncodedInt(skipped.Count);
        foreach (var image in skipped)
        {
            writer.Write(image.Name);
            writer.Write(image.Reason);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Takes over what <see cref="ToBytes"/> wrote of matches of the same layers.</summary>
    public void Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        foreach (var layer in Layers) layer.Read(reader);
        images.Clear();
        for (var n = reader.Read7BitEncodedInt(); n > 0; n--) images.Add(new(reader.Read7BitEncodedInt(), reader.ReadString(), reader.ReadString()));
        skipped.Clear();
        for (var n = reader.Read7BitEncodedInt(); n > 0; n--) skipped.Add(new(reader.ReadString(), reader.ReadString()));
    }
}

/// <summary>An image that was seen.</summary>
/// <param name="Index">Its place in the dataset.</param>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Hash">The SHA-256 of its file.</param>
public sealed record MatchedImage(int Index, string Name, string Hash);

/// <summary>A file that could not be read as an image.</summary>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SkippedImage(string Name, string Reason);
