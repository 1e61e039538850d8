using System.Globalization;
using Google.Protobuf;
using Percept.Onnx.Operators;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

/// <summary>Writes the part of a graph that some outputs need as an ONNX model that any runtime takes.</summary>
public static class GraphWriter
{
    /// <summary>The least opset that every operator in a graph is written for.</summary>
    const int Opset = 18;

    /// <summary>Constants of as many bytes can be kept apart; what shapes depend on is always smaller.</summary>
    internal const int Large = 1 << 16;

    /// <summary>The bytes of a model that computes <paramref name="outputs"/>.</summary>
    /// <param name="graph">The graph they are values of.</param>
    /// <param name="outputs">What is wanted, with the names it should have.</param>
    /// <exception cref="GraphException">The model would exceed the 2 GB that one file can hold.</exception>
    public static byte[] Write(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) => Write(graph, outputs, apart: null);

    /// <summary>The bytes of a model for a runtime of which more is known.</summary>
    /// <param name="graph">The graph they are values of.</param>
    /// <param name="outputs">What is wanted, with the names it should have.</param>
    /// <param name="apart">Takes the large constants with the names of the files that the model expects each of them in, alone; null: they are written like the rest.</param>
    /// <exception cref="GraphException">The model would exceed the 2 GB that one file can hold.</exception>
    public static byte[] Write(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs, ICollection<(string File, Tensor Tensor)>? apart)
    {
        var model = ToProto(graph, outputs, apart);
        if (model.CalculateSize() is var size and < 0) throw new GraphException($"The graph would be a file of more than 2 GB ({unchecked((uint)size):N0} bytes), which ONNX files cannot be.");
        return model.ToByteArray();
    }

    static ModelProto ToProto(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs, ICollection<(string File, Tensor Tensor)>? apart)
    {
        var needed = outputs.Select(output => output.Value).Behind();
        var names = Named(graph, outputs, needed);
        var proto = new GraphProto { Name = "percept" };
        foreach (var input in graph.Inputs.Where(needed.Contains)) proto.Input.Add(Info(input.Name, input));
        foreach (var constant in needed.Where(value => value.Constant is not null).OrderBy(value => names[value], StringComparer.Ordinal))
            proto.Initializer.Add(apart is not null && constant.Constant!.Bytes.Length >= Large ? Apart(names[constant], constant.Constant, apart) : ToProto(names[constant], constant.Constant!));
        var nodes = needed.Select(value => value.Producer).OfType<Node>().Distinct().OrderBy(node => node.Index).ToArray();
        var opset = nodes.Select(Opsets.Since).Append(Opset).Max();
        foreach (var node in nodes)
        {
            proto.Node.Add(ToProto(node, Opsets.Attributes(node, opset), names));
            // Of operators of our own no runtime knows the shapes.
            if (OwnOperators.Is(node.Operator)) proto.ValueInfo.Add(node.Outputs.Where(names.ContainsKey).Select(output => Info(names[output], output)));
        }

        foreach (var (name, value) in outputs)
        {
            // A value that is wanted under a second name needs a node of its own.
            if (names[value] != name) proto.Node.Add(new NodeProto { OpType = "Identity", Name = $"output/{name}", Input = { names[value] }, Output = { name } });
            proto.Output.Add(Info(name, value));
        }

        var domains = proto.Node.Select(node => node.Domain).Where(domain => domain.Length > 0).Distinct();
        return new()
        {
            IrVersion = opset >= 21 ? 10 : opset >= 19 ? 9 : 8,
            ProducerName = "percept",
            Graph = proto,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = opset }, domains.Select(domain => new OperatorSetIdProto { Domain = domain, Version = domain == "ai.onnx.ml" ? 3 : 1 }) },
        };
    }

    /// <summary>The name each value gets in the file: an input its own, an output the one it is wanted under, and no two the same.</summary>
    static Dictionary<Value, string> Named(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs, IReadOnlySet<Value> needed)
    {
        var names = graph.Inputs.Where(needed.Contains).ToDictionary(input => input, input => input.Name);
        var taken = names.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in outputs)
        {
            if (names.GetValueOrDefault(value) == name && value.Producer is null) continue;
            if (!taken.Add(name)) throw new GraphException($"The name '{name}' is wanted for an output, but is that of an input or of another output.");
            if (value.Producer is not null) names.TryAdd(value, name);
        }

        // What nobody wants of a node still has a name, but for outputs that are optional: a pool is faster without its indices.
        var written = needed.Concat(needed.Select(value => value.Producer).OfType<Node>().Distinct().SelectMany(node => node.Outputs.Where(output => !IsOptional(node, output))));
        foreach (var value in written.Where(value => !names.ContainsKey(value)).Distinct().OrderBy(value => value.Name, StringComparer.Ordinal)) names[value] = Unused(value.Name, taken);
        return names;
    }

    static bool IsOptional(Node node, Value output) => Catalogue.Find(node.Operator) is { } entry && output.OutputIndex >= entry.FirstOptionalOutput;

    static string Unused(string name, HashSet<string> taken)
    {
        var unused = name;
        for (var i = 2; !taken.Add(unused); i++) unused = $"{name}_{i}";
        return unused;
    }

    static (string Domain, string Operation) Domain(string operation) =>
        operation.LastIndexOf("::", StringComparison.Ordinal) is var at and >= 0 ? (operation[..at], operation[(at + 2)..]) : ("", operation);

    static NodeProto ToProto(Node node, Attributes attributes, Dictionary<Value, string> names)
    {
        // The graphs within are of the opset and know the names of the model they come from.
        if (node.Attributes.Any(attribute => attribute.Value.Content is AttributeProto { Type: AttributeProto.Types.AttributeType.Graph or AttributeProto.Types.AttributeType.Graphs }))
            throw new GraphException($"{node} runs a graph of its own, which Percept cannot follow; choose a tensor that does not depend on it.");
        var (domain, operation) = Domain(node.Operator);
        var outputs = node.Outputs.Select(output => names.GetValueOrDefault(output, "")).ToArray();
        // Runtimes want node names to be unique; outputs are.
        var proto = new NodeProto { Name = outputs.First(name => name.Length > 0), OpType = operation, Domain = domain };
        proto.Input.AddRange(node.Inputs.Select(input => input is null ? "" : names[input]));
        proto.Output.AddRange(outputs);
        proto.Attribute.AddRange(attributes.Select(attribute => ToProto(attribute.Key, attribute.Value)));
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
            case AttributeProto other: return other;
        }

        return proto;
    }

    internal static TensorProto ToProto(string name, Tensor tensor)
    {
        if (tensor.Type == ElementType.String) throw new GraphException($"The constant '{name}' holds texts, which cannot be written; choose a tensor that does not depend on it.");
        var proto = new TensorProto { Name = name, DataType = (int)tensor.Type, RawData = UnsafeByteOperations.UnsafeWrap(tensor.Bytes) };
        proto.Dims.AddRange(tensor.Shape.ToLongs());
        return proto;
    }

    static TensorProto Apart(string name, Tensor tensor, ICollection<(string File, Tensor Tensor)> apart)
    {
        var file = $"constant-{apart.Count}";
        apart.Add((file, tensor));
        var proto = new TensorProto { Name = name, DataType = (int)tensor.Type, DataLocation = TensorProto.Types.DataLocation.External };
        proto.Dims.AddRange(tensor.Shape.ToLongs());
        proto.ExternalData.Add([new() { Key = "location", Value = file }, new() { Key = "offset", Value = "0" }, new() { Key = "length", Value = tensor.Bytes.Length.ToString(CultureInfo.InvariantCulture) }]);
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
