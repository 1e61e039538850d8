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

    internal static ModelProto Parse(byte[] bytes, string name)
    {
        ModelProto model;
        try
        {
            // Weights stay where they are in the file's bytes instead of being copied out of them.
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            var truncated = error.Message.Contains("ended unexpectedly", StringComparison.Ordinal) && bytes is [0x08, ..];
            throw new GraphException(truncated ? $"'{name}' is cut short: the ONNX model in it ends in the middle of a field. Copy or export it again."
                : $"'{name}' is not an ONNX model. Percept reads what exporters write with the ending .onnx.", error);
        }

        if (model.Graph is null || model.Graph.Node.Count == 0) throw new GraphException($"'{name}' is not an ONNX model, or an empty one: it holds no graph.");
        return model;
    }
}
