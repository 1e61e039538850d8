using Google.Protobuf;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Turns a file into the message it holds.</summary>
static class ModelFile
{
    internal static byte[] ReadBytes(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new GraphException($"'{path}' is a folder; name an ONNX file.");
            var length = new FileInfo(path).Length;
            if (length > Array.MaxLength) throw new GraphException($"'{path}' is {length:N0} bytes long; files over 2 GB cannot be read yet. Save the model with its weights in external files.");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GraphException($"There is no file '{path}'.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GraphException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    internal static (ModelProto Model, IReadOnlyDictionary<NodeProto, int> Opsets) Parse(byte[] bytes, string name)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new GraphException(Text(bytes) is { } kind ? $"'{name}' is {kind}, not an ONNX model."
                : error.Message.Contains("too many levels", StringComparison.OrdinalIgnoreCase) ? $"'{name}' nests graphs deeper than can be read."
                : error.Message.Contains("ended unexpectedly", StringComparison.Ordinal) && bytes is [0x08, ..] ? $"'{name}' is cut short: the ONNX model in it ends in the middle of a field. Copy or export it again."
                : $"'{name}' is not an ONNX model. Percept reads what exporters write with the ending .onnx.", error);
        }

        if (model.Graph is null || model.Graph.Node.Count == 0)
            throw new GraphException(Text(bytes) is { } kind ? $"'{name}' is {kind}, not an ONNX model." : $"'{name}' is not an ONNX model, or an empty one: it holds no graph.");
        var opsets = FunctionInlining.Inline(model);
        Sorting.Sort(model.Graph);
        return (model, opsets);
    }

    /// <summary>What kind of text a file holds, or null where it is none.</summary>
    static string? Text(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, 512)];
        if (start.IsEmpty) return "empty";
        // A model begins with the number of its format: 8 and that number, neither of which stands in a text.
        foreach (var letter in start)
            if (letter < 32 && letter is not ((byte)'\t' or (byte)'\n' or (byte)'\r')) return null;
        var text = System.Text.Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("version https://git-lfs", StringComparison.Ordinal) ? "a pointer of Git LFS (fetch the file itself with: git lfs pull)"
            : text.StartsWith('<') ? "a web page or other XML, which a failed download may have left"
            : text.StartsWith('{') || text.StartsWith('[') ? "JSON text"
            : "a text";
    }
}
