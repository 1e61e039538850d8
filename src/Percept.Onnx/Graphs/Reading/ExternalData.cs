using System.Globalization;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Reads weights that lie in files beside the model, and in no other place.</summary>
/// <remarks>A model says where its weights are; one that is not trusted must not make us read other files: see ONNX's ExternalDataSecurity page.</remarks>
sealed class ExternalData(string? folder)
{
    readonly Dictionary<(string Location, long Offset, long Length), ReadOnlyMemory<byte>> read = [];
    readonly Dictionary<string, long> totals = new(StringComparer.Ordinal);

    internal ReadOnlyMemory<byte> Read(TensorProto proto, long expected)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in proto.ExternalData) entries[entry.Key] = entry.Value;
        var location = entries.GetValueOrDefault("location") ?? throw new GraphException("it is said to be in another file, but not in which.");
        var (offset, length) = (Number(entries, "offset", or: 0), Number(entries, "length", or: expected));
        if (length != expected) throw new GraphException($"'{location}' is said to hold {length} bytes of it, where {expected} are needed.");

        // Tied weights may lie in one place, but a short file must not be read as many long tensors.
        if (read.TryGetValue((location, offset, length), out var known)) return known;
        using var file = Open(location);
        if (offset > file.Length - length) throw new GraphException($"'{location}' has {file.Length} bytes, but the tensor is said to lie at {offset} and to have {length}. Copy the file again if it is cut short.");
        if (length > Array.MaxLength) throw new GraphException($"it is {length:N0} bytes; tensors over 2 GB cannot be read.");
        if ((totals[location] = totals.GetValueOrDefault(location) + length) > file.Length)
            throw new GraphException($"the tensors in '{location}' overlap: together they are said to have more than its {file.Length:N0} bytes. Export the model again.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        file.Position = offset;
        file.ReadExactly(bytes);
        return read[(location, offset, length)] = bytes;
    }

    FileStream Open(string location)
    {
        if (folder is null) throw new GraphException($"its data is in '{location}', but the model was not read from a folder.");
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal)) throw new GraphException("the name of its data file is not one.");
        // Windows' ways to name another place count on every system, so that a model is refused everywhere or nowhere.
        if (Path.IsPathRooted(location) || location.Contains('\\', StringComparison.Ordinal) || location.Contains(':', StringComparison.Ordinal) || location.Split('/').Contains(".."))
            throw new GraphException($"its data is said to be in '{location}', outside the model's folder, which is not allowed. Put the file beside the model.");

        var root = Path.GetFullPath(folder);
        var path = Path.GetFullPath(Path.Join(root, location));
        try
        {
            for (var part = path; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
                if (new FileInfo(part).LinkTarget is not null) throw Linked(location);
            if (Directory.Exists(path)) throw new GraphException($"its data file '{location}' is a folder.");
            if (!File.Exists(path)) throw new GraphException($"its data file '{location}' is missing from the model's folder. Copy it there.");
            if (!Links.IsPlainAndSole(path)) throw Linked(location);
            return new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GraphException($"its data file '{location}' cannot be read: {error.Message}", error);
        }
    }

    static GraphException Linked(string location) => new($"its data '{location}' is a link or has a second name elsewhere, which is not allowed. Put the file itself beside the model.");

    static long Number(Dictionary<string, string> entries, string key, long or) => !entries.TryGetValue(key, out var text) ? or
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new GraphException($"its {key} is '{text}', which is not a number of bytes.");
}
