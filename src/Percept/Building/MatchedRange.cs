using Percept.Atlases;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Building;

/// <summary>What was found in a range of a dataset's images, and the pictures that are kept of them: nobody who keeps or carries it needs to know more.</summary>
/// <param name="Matches">What was found, as <see cref="Matching.Matches.ToBytes"/> writes it.</param>
/// <param name="Pictures">The pictures.</param>
sealed record MatchedRange(byte[] Matches, IReadOnlyList<(ImageRecord Image, byte[] Picture)> Pictures)
{
    /// <summary>Matches a range of images.</summary>
    /// <exception cref="BuildException">The folder of images has disappeared.</exception>
    internal static async Task<MatchedRange> FindAsync(
        Matcher matcher, Network network, Dataset dataset, int start, int count, Action<double, string> report, CancellationToken cancel)
    {
        var (pictures, (height, width)) = (new List<(ImageRecord, byte[])>(), (network.Preprocessing.Height, network.Preprocessing.Width));
        var found = await matcher.RunAsync(dataset, start, count, (image, picture) =>
        {
            pictures.Add((new(image.Index, image.Name, image.Hash, width, height, PictureFormat.WebP), picture));
            report((double)(image.Index + 1 - start) / count, $"{image.Index + 1} of {dataset.Count} images");
        }, cancel).ConfigureAwait(false);
        if (found.Skipped.Count > 0) dataset.ThrowIfGone();
        return new(found.ToBytes(), pictures);
    }

    /// <summary>All of it as bytes.</summary>
    internal byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Put(Matches);
        writer.Write(Pictures.Count);
        foreach (var (image, picture) in Pictures)
        {
            writer.Write(image.Id);
            writer.Write(image.Name);
            writer.Write(image.Sha256);
            writer.Write(image.Width);
            writer.Write(image.Height);
            writer.Write((byte)image.Format);
            Put(picture);
        }

        return bytes.ToArray();

        void Put(byte[] content)
        {
            writer.Write(content.Length);
            writer.Write(content);
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    internal static MatchedRange Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var matches = Take();
        var pictures = new (ImageRecord, byte[])[reader.ReadInt32()];
        for (var i = 0; i < pictures.Length; i++)
            pictures[i] = (new(reader.ReadInt32(), reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), (PictureFormat)reader.ReadByte()), Take());
        return new(matches, pictures);

        byte[] Take() => reader.ReadBytes(reader.ReadInt32());
    }
}
