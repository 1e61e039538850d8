using Google.Protobuf;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

public sealed partial class Model
{
    /// <summary>The file's bytes with other numbers for some weights and with notes added to its metadata: the same network, trained further.</summary>
    /// <param name="changed">The new tensors by their names, each of the old one's shape.</param>
    /// <param name="notes">What is added to <see cref="Metadata"/>, or replaces it.</param>
    /// <exception cref="GraphException">There is no weight of that name and shape, or the file would exceed 2 GB.</exception>
    public byte[] With(IReadOnlyDictionary<string, Tensor> changed, IReadOnlyDictionary<string, string>? notes = null)
    {
        foreach (var (name, tensor) in changed)
            if (!weights.TryGetValue(name, out var old) || !old.Shape.Equals(tensor.Shape)) throw new GraphException($"'{Name}' has no weight '{name}' of shape {tensor.Shape}.");
        var copy = proto.Clone();
        copy.Graph.Initializer.Clear();
        copy.Graph.SparseInitializer.Clear();
        copy.Graph.Initializer.Add(weights.Select(weight => GraphWriter.ToProto(weight.Key, changed.GetValueOrDefault(weight.Key, weight.Value))));
        foreach (var (key, value) in notes ?? new Dictionary<string, string>())
        {
            foreach (var old in copy.MetadataProps.Where(entry => entry.Key == key).ToArray()) copy.MetadataProps.Remove(old);
            copy.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return Bytes(copy);
    }

    static byte[] Bytes(ModelProto model) => model.CalculateSize() < 0
        ? throw new GraphException("The model would be a file of more than 2 GB, which ONNX files cannot be.") : model.ToByteArray();
}
