using Google.Protobuf;
using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>A model of a few nodes, written down by hand.</summary>
sealed class TestModel
{
    internal TestModel(int opset = 18) => Proto = new() { IrVersion = 8, Graph = new() { Name = "test" }, OpsetImport = { new OperatorSetIdProto { Version = opset } } };

    internal ModelProto Proto { get; }

    internal byte[] Bytes => Proto.ToByteArray();

    /// <summary>An input; a size of -1 is free.</summary>
    internal TestModel Input(string name, ElementType type, params int[] sizes)
    {
        Proto.Graph.Input.Add(Info(name, type));
        Proto.Graph.Input[^1].Type.TensorType.Shape = new();
        foreach (var size in sizes) Proto.Graph.Input[^1].Type.TensorType.Shape.Dim.Add(size < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "free" } : new() { DimValue = size });
        return this;
    }

    internal TestModel Input(string name, params int[] sizes) => Input(name, ElementType.Float32, sizes);

    internal TestModel Weight(string name, Tensor tensor)
    {
        Proto.Graph.Initializer.Add(GraphWriter.ToProto(name, tensor));
        return this;
    }

    internal TestModel Node(string operation, string[] inputs, string[] outputs, Attributes? attributes = null, string name = "")
    {
        var node = new NodeProto { OpType = operation, Name = name, Input = { inputs }, Output = { outputs } };
        foreach (var (key, value) in attributes ?? []) node.Attribute.Add(GraphWriter.ToProto(key, value));
        Proto.Graph.Node.Add(node);
        return this;
    }

    internal TestModel Output(string name, ElementType type = ElementType.Float32)
    {
        Proto.Graph.Output.Add(Info(name, type));
        return this;
    }

    internal Model Read() => Model.Parse(Bytes, "test.onnx");

    static ValueInfoProto Info(string name, ElementType type) => new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type } } };
}
