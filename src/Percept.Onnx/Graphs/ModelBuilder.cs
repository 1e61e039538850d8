using Google.Protobuf;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

/// <summary>Writes a new model node by node, in ONNX's own terms: names of tensors in, name of a tensor out.</summary>
sealed class ModelBuilder
{
    const int Opset = 18;

    readonly GraphProto graph = new() { Name = "percept" };

    /// <summary>Declares an input; a size that is null is free.</summary>
    public string Input(string name, params int?[] sizes)
    {
        graph.Input.Add(Info(name, sizes));
        return name;
    }

    /// <summary>Adds a weight.</summary>
    public string Weight(string name, Tensor tensor)
    {
        graph.Initializer.Add(GraphWriter.ToProto(name, tensor));
        return name;
    }

    /// <summary>Adds an operator of opset 18 whose one output has the node's name.</summary>
    public string Node(string operation, string name, IReadOnlyList<string> inputs, Attributes? attributes = null)
    {
        graph.Node.Add(new NodeProto { OpType = operation, Name = name, Input = { inputs }, Output = { name }, Attribute = { (attributes ?? Attributes.None).Select(entry => GraphWriter.ToProto(entry.Key, entry.Value)) } });
        return name;
    }

    /// <summary>The bytes of the model that gives these outputs; a size that is null is free.</summary>
    public byte[] Build(IReadOnlyDictionary<string, string> metadata, params IReadOnlyList<(string Name, int?[] Sizes)> outputs)
    {
        graph.Output.Add(outputs.Select(output => Info(output.Name, output.Sizes)));
        return new ModelProto
        {
            IrVersion = 8,
            ProducerName = "percept",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
            MetadataProps = { metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) },
        }.ToByteArray();
    }

    internal static ValueInfoProto Info(string name, int?[] sizes) => new()
    {
        Name = name,
        Type = new()
        {
            TensorType = new()
            {
                ElemType = (int)ElementType.Float32,
                Shape = new() { Dim = { sizes.Select((size, axis) => size is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known } : new() { DimParam = axis == 0 ? "batch" : $"axis{axis}" }) } },
            },
        },
    };
}
