using Google.Protobuf;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

public sealed partial class Model
{
    /// <summary>What a classifier's scores pass through unchanged in order behind its last linear layer.</summary>
    static readonly HashSet<string> passing = ["Softmax", "LogSoftmax", "Sigmoid", "Identity", "Dropout", "Flatten", "Squeeze", "Reshape", "GlobalAveragePool", "ReduceMean", "Cast"];

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

    /// <summary>The file's bytes with its last linear layer replaced by one for so many classes, which knows nothing yet.</summary>
    /// <param name="classes">How many scores the network then gives.</param>
    /// <param name="draw">Draws the new weights, given their shape and how many inputs each score has.</param>
    /// <exception cref="GraphException">The network does not end in a linear layer with constant weights.</exception>
    public byte[] WithHead(int classes, Func<Shape, int, Tensor> draw)
    {
        var copy = Parse(With(new Dictionary<string, Tensor>()), Name).proto;
        var (graph, name) = (copy.Graph, copy.Graph.Output[0].Name);
        while (true)
        {
            var node = graph.Node.FirstOrDefault(node => node.Output.Contains(name)) ?? throw NoHead(name, null);
            if (node.OpType is "Gemm" or "MatMul" or "Conv" && node.Input.Count > 1 && weights.TryGetValue(node.Input[1], out var weight))
            {
                var axis = node.OpType == "Conv" || (node.OpType == "Gemm" && node.Attribute.Any(attribute => attribute.Name == "transB" && attribute.I != 0)) ? 0 : weight.Shape.Rank - 1;
                var shape = weight.Shape.With(axis, classes);
                Replace(node.Input[1], draw(shape, (int)(weight.Shape.Elements / weight.Shape[axis])));
                if (node.Input.Count > 2 && node.Input[2].Length > 0) Replace(node.Input[2], Tensor.Full(ElementType.Float32, [classes], 0));
                break;
            }

            if (node.OpType == "Add" && node.Input.FirstOrDefault(weights.ContainsKey) is { } bias)
            {
                Replace(bias, Tensor.Full(ElementType.Float32, [classes], 0));
                name = node.Input.First(input => input != bias);
            }
            else if (passing.Contains(node.OpType)) name = node.Input[0];
            else throw NoHead(name, node.OpType);
        }

        graph.ValueInfo.Clear();
        if (graph.Output[0].Type?.TensorType?.Shape is { Dim: [_, var scores, ..] }) (scores.DimParam, scores.DimValue) = ("", classes);
        while (graph.Output.Count > 1) graph.Output.RemoveAt(1);
        return Bytes(copy);

        void Replace(string old, Tensor tensor)
        {
            graph.Initializer.Remove(graph.Initializer.First(initializer => initializer.Name == old));
            graph.Initializer.Add(GraphWriter.ToProto(old, tensor));
        }

        GraphException NoHead(string tensor, string? operation) => new(
            $"'{Name}' does not end in a linear layer (Gemm, MatMul or Conv with weights of its own) that could be replaced for other classes: '{tensor}' comes from {operation ?? "no node"}.");
    }

    static byte[] Bytes(ModelProto model) => model.CalculateSize() < 0
        ? throw new GraphException("The model would be a file of more than 2 GB, which ONNX files cannot be.") : model.ToByteArray();
}
