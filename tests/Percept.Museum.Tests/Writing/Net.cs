using Google.Protobuf;
using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Museum.Tests.Writing;

/// <summary>A network written node by node, as an exporter writes it, with weights drawn from a seed.</summary>
/// <param name="opset">The version of ONNX's operators that it is written for.</param>
/// <param name="naming">The name of a tensor, from its operator and how many came before it.</param>
sealed partial class Net(int opset = 17, Func<string, int, string>? naming = null)
{
    readonly Random random = new(opset);
    readonly Dictionary<string, int> channels = [];
    readonly Func<string, int, string> naming = naming ?? Names.PyTorch;
    int count;

    public int Opset => opset;

    public ModelProto Proto { get; } = new()
    {
        IrVersion = opset > 21 ? 10 : opset > 19 ? 9 : opset > 13 ? 8 : 4,
        ProducerName = "museum",
        Graph = new() { Name = "main_graph" },
        OpsetImport = { new OperatorSetIdProto { Version = opset } },
    };

    public byte[] Bytes => Proto.ToByteArray();

    /// <summary>An input; sizes are numbers, or names where they are free.</summary>
    public string Input(string name, ElementType type, params object[] sizes)
    {
        Proto.Graph.Input.Add(Info(name, type, sizes));
        channels[name] = sizes.OfType<int>().Where(size => size <= 4).DefaultIfEmpty(3).Last();
        return name;
    }

    public string Input(params object[] sizes) => Input("input", ElementType.Float32, sizes);

    /// <summary>An output, under the name its tensor has, or under another.</summary>
    public Net Output(string tensor, string? name = null, ElementType type = ElementType.Float32, params object[] sizes)
    {
        if (name is not null) Proto.Graph.Node.Add(new NodeProto { OpType = "Identity", Name = name, Input = { tensor }, Output = { name } });
        Proto.Graph.Output.Add(Info(name ?? tensor, type, sizes));
        return this;
    }

    /// <summary>A node with one output, of as many channels as its first input unless said otherwise.</summary>
    public string Op(string operation, string[] inputs, Attributes? attributes = null, int channels = 0) => Ops(operation, inputs, 1, attributes, channels)[0];

    public string Op(string operation, string input, Attributes? attributes = null) => Op(operation, [input], attributes);

    /// <summary>A node with several outputs.</summary>
    public string[] Ops(string operation, string[] inputs, int outputs, Attributes? attributes = null, int channels = 0)
    {
        var (domain, type) = operation.Split("::") is [var before, var after] ? (before, after) : ("", operation);
        if (domain.Length > 0 && Proto.OpsetImport.All(each => each.Domain != domain)) Proto.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        var node = new NodeProto { OpType = type, Domain = domain, Name = $"{type}_{count}", Input = { inputs } };
        for (var i = 0; i < outputs; i++) node.Output.Add(naming(type, count++));
        foreach (var (key, value) in attributes ?? []) node.Attribute.Add(GraphWriter.ToProto(key, value));
        Proto.Graph.Node.Add(node);
        foreach (var output in node.Output) this.channels[output] = channels > 0 ? channels : inputs.Length > 0 ? Channels(inputs[0]) : 0;
        return [.. node.Output];
    }

    /// <summary>A weight that is given.</summary>
    public string Weight(Tensor tensor)
    {
        var name = naming("weight", count++);
        Proto.Graph.Initializer.Add(GraphWriter.ToProto(name, tensor));
        return name;
    }

    /// <summary>Integers, as axes and shapes are given.</summary>
    public string Ints(params long[] values) => Weight(Tensor.Of(values));

    /// <summary>One number.</summary>
    public string Number(float value) => Weight(Tensor.Of(Shape.Scalar, value));

    /// <summary>A weight drawn from a normal distribution.</summary>
    public string Normal(double deviation, params int[] sizes) => Weight(Drawn(0, deviation, sizes));

    public Tensor Drawn(double mean, double deviation, params int[] sizes)
    {
        var shape = Shape.Of(sizes);
        return Tensor.Of(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (float)(mean + deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))]);
    }

    public int Channels(string tensor) => channels.GetValueOrDefault(tensor);

    static ValueInfoProto Info(string name, ElementType type, object[] sizes)
    {
        var info = new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = (int)type } } };
        if (sizes.Length == 0) return info;
        info.Type.TensorType.Shape = new() { Dim = { sizes.Select(size => size is int known ? new TensorShapeProto.Types.Dimension { DimValue = known } : new() { DimParam = (string)size }) } };
        return info;
    }
}
