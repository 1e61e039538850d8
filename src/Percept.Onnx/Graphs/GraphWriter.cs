using Google.Protobuf;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

/// <summary>Writes the part of a graph that some outputs need as an ONNX model that any runtime takes.</summary>
public static class GraphWriter
{
    /// <summary>The least opset that every operator in a graph is written for.</summary>
    const int Opset = 18;

    /// <summary>The bytes of a model that computes <paramref name="outputs"/>.</summary>
    /// <param name="graph">The graph they are values of.</param>
    /// <param name="outputs">What is wanted, with the names it should have.</param>
    /// <exception cref="GraphException">The model would exceed the 2 GB that one file can hold.</exception>
    public static byte[] Write(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs)
    {
        var model = ToProto(graph, outputs);
        if (model.CalculateSize() is var size and < 0) throw new GraphException($"The graph would be a file of more than 2 GB ({(uint)size:N0} bytes), which ONNX files cannot be.");
        return model.ToByteArray();
    }

    static ModelProto ToProto(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs)
    {
        var needed = Needed(outputs.Select(output => output.Value));
        var proto = new GraphProto { Name = "percept" };
        var opset = Opset;
        foreach (var input in graph.Inputs)
            if (needed.Contains(input)) proto.Input.Add(Info(input.Name, input));
        foreach (var constant in needed.Where(value => value.Constant is not null).OrderBy(value => value.Name, StringComparer.Ordinal))
            proto.Initializer.Add(ToProto(constant.Name, constant.Constant!));
        foreach (var node in needed.Select(value => value.Producer).OfType<Node>().Distinct().OrderBy(node => node.Index))
        {
            proto.Node.Add(ToProto(node));
            opset = Math.Max(opset, Opsets.Since(node));
        }

        foreach (var (name, value) in outputs)
        {
            // An output under another name, or an input or constant wanted as an output, needs a node of its own.
            if (name != value.Name || value.Producer is null)
                proto.Node.Add(new NodeProto { OpType = "Identity", Name = $"output/{name}", Input = { value.Name }, Output = { name } });
            proto.Output.Add(Info(name, value));
        }

        return new()
        {
            IrVersion = opset >= 21 ? 10 : opset >= 19 ? 9 : 8,
            ProducerName = "percept",
            Graph = proto,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = opset } },
        };
    }

    static HashSet<Value> Needed(IEnumerable<Value> outputs)
    {
        var (needed, open) = (new HashSet<Value>(), new Stack<Value>(outputs));
        while (open.TryPop(out var value))
        {
            if (!needed.Add(value) || value.Producer is not { } node) continue;
            foreach (var input in node.Inputs)
                if (input is not null) open.Push(input);
        }

        return needed;
    }

    static NodeProto ToProto(Node node)
    {
        var (domain, operation) = node.Operator.LastIndexOf("::", StringComparison.Ordinal) is var at and >= 0 ? (node.Operator[..at], node.Operator[(at + 2)..]) : ("", node.Operator);
        // Runtimes want node names to be unique; outputs are.
        var proto = new NodeProto { Name = node.Y.Name, OpType = operation, Domain = domain };
        proto.Input.AddRange(node.Inputs.Select(input => input?.Name ?? ""));
        proto.Output.AddRange(node.Outputs.Select(output => output.Name));
        proto.Attribute.AddRange(node.Attributes.Select(attribute => ToProto(attribute.Key, attribute.Value)));
        return proto;
    }

    internal static AttributeProto ToProto(string name, Attribute attribute)
    {
        var proto = new AttributeProto { Name = name };
        switch (attribute.Content)
        {
            case long number: (proto.Type, proto.I) = (AttributeProto.Types.AttributeType.Int, number); break;
            case float number: (proto.Type, proto.F) = (AttributeProto.Types.AttributeType.Float, number); break;
            case string text: (proto.Type, proto.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(text)); break;
            case long[] list: proto.Type = AttributeProto.Types.AttributeType.Ints; proto.Ints.AddRange(list); break;
            case float[] list: proto.Type = AttributeProto.Types.AttributeType.Floats; proto.Floats.AddRange(list); break;
            case string[] list: proto.Type = AttributeProto.Types.AttributeType.Strings; proto.Strings.AddRange(list.Select(ByteString.CopyFromUtf8)); break;
            case Tensor tensor: (proto.Type, proto.T) = (AttributeProto.Types.AttributeType.Tensor, ToProto("", tensor)); break;
            case GraphProto graph: (proto.Type, proto.G) = (AttributeProto.Types.AttributeType.Graph, graph); break;
        }

        return proto;
    }

    internal static TensorProto ToProto(string name, Tensor tensor)
    {
        var proto = new TensorProto { Name = name, DataType = (int)tensor.Type, RawData = UnsafeByteOperations.UnsafeWrap(tensor.Bytes) };
        proto.Dims.AddRange(tensor.Shape.ToLongs());
        return proto;
    }

    static ValueInfoProto Info(string name, Value value)
    {
        var info = new ValueInfoProto { Name = name };
        if (value.Type == ElementType.Undefined) return info;
        info.Type = new() { TensorType = new() { ElemType = (int)value.Type } };
        if (!value.HasShape) return info;
        info.Type.TensorType.Shape = new();
        info.Type.TensorType.Shape.Dim.AddRange(value.Shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return info;
    }
}
