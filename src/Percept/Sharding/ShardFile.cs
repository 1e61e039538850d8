using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Percept.Files;

namespace Percept.Sharding;

/// <summary>What a shard's file says of itself.</summary>
/// <param name="Plan">The hash of the plan it belongs to.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Shard">The plan-wide index.</param>
sealed record ShardHeader(string Plan, string Stage, int Shard);

/// <summary>The file of a finished shard: written once, whole or not at all, and checked whenever it is read. That it is there proves nothing.</summary>
/// <remarks>
/// Mark (8 bytes), length of the header (4 bytes, little-endian), header as JSON, content, length of all that (8 bytes), SHA-256 of all that (32 bytes).
/// Nothing in it tells who wrote it or when, so that whoever does the same work writes the same bytes.
/// </remarks>
static class ShardFile
{
    const int FooterLength = sizeof(long) + SHA256.HashSizeInBytes;

    static readonly byte[] mark = Encoding.ASCII.GetBytes("PRCPSH01");

    internal static void Write(string path, ShardHeader header, byte[] content)
    {
        var about = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, about.Length);
        byte[][] parts = [mark, length, about, content];
        var footer = new byte[FooterLength];
        BinaryPrimitives.WriteInt64LittleEndian(footer, parts.Sum(part => (long)part.Length));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts) hash.AppendData(part);
        hash.GetHashAndReset(footer.AsSpan(sizeof(long)));
        AtomicFile.Write(path, file =>
        {
            foreach (var part in parts) file.Write(part);
            file.Write(footer);
        });
    }

    /// <summary>Reads a shard's content, or says why it cannot be believed.</summary>
    internal static (byte[]? Content, string? Why) Read(string path, ShardHeader wanted)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "it is not there");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"its file cannot be read: {error.Message}");
        }

        var start = mark.Length + sizeof(int);
        if (bytes.Length < start + FooterLength || !bytes.AsSpan().StartsWith(mark)) return (null, "its file is truncated, or no shard of this percept");
        var body = bytes.AsSpan(0, bytes.Length - FooterLength);
        var footer = bytes.AsSpan(body.Length);
        if (BinaryPrimitives.ReadInt64LittleEndian(footer) != body.Length) return (null, "its file is truncated");
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(footer[sizeof(long)..])) return (null, "its file is damaged");
        var end = start + BinaryPrimitives.ReadInt32LittleEndian(body[mark.Length..]);
        var found = JsonSerializer.Deserialize<ShardHeader>(body[start..end]);
        if (found?.Plan != wanted.Plan) return (null, "its file belongs to another plan");
        return found == wanted ? (body[end..].ToArray(), null) : (null, $"its file is that of shard {found.Shard}, {found.Stage}");
    }
}
