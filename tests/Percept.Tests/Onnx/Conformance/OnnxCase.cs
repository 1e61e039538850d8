using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Reading;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Conformance;

/// <summary>One of ONNX's own tests: a model, and what it gives for some inputs.</summary>
sealed class OnnxCase
{
    const string Data = "/usr/lib/python3/dist-packages/onnx/backend/test/data", Expanded = "_expanded";

    readonly string folder;

    OnnxCase(string folder)
    {
        this.folder = folder;
        Name = Path.GetFileName(folder);
        Group = Path.GetFileName(Path.GetDirectoryName(folder)!);
        Bytes = File.ReadAllBytes(Path.Join(folder, "model.onnx"));
        Proto = ModelProto.Parser.ParseFrom(Bytes);
    }

    /// <summary>All cases, installed where they are missing.</summary>
    internal static OnnxCase[] All()
    {
        DebianPackage.Require(Data, "libonnx-testdata");
        return [.. Directory.EnumerateFiles(Data, "model.onnx", SearchOption.AllDirectories).Select(file => new OnnxCase(Path.GetDirectoryName(file)!)).OrderBy(each => each.Name, StringComparer.Ordinal)];
    }

    internal string Name { get; }

    internal string Group { get; }

    internal byte[] Bytes { get; }

    internal ModelProto Proto { get; }

    /// <summary>The operator it is about: that of its node, or of the case that it states in simpler operators.</summary>
    internal string Operator
    {
        get
        {
            var at = Name.IndexOf(Expanded, StringComparison.Ordinal);
            if (at > 0 && Path.Join(Path.GetDirectoryName(folder)!, Name[..at]) is var whole && Directory.Exists(whole)) return new OnnxCase(whole).Operator;
            var operators = Proto.Graph.Node.Select(node => node.OpType).Where(name => name != "Constant").Distinct().ToArray();
            return operators is [var single] ? single : operators.Length == 0 ? "Constant" : "several";
        }
    }

    /// <summary>Whether all that goes in and comes out are tensors of numbers.</summary>
    internal bool HasTensorsOnly => Proto.Graph.Input.Concat(Proto.Graph.Output).All(info => info.Type?.TensorType is { } tensor && tensor.ElemType != (int)ElementType.String);

    internal Dictionary<string, Tensor> Inputs(Model model) => Read("input", [.. model.Inputs.Select(input => input.Name)]);

    internal Dictionary<string, Tensor> Outputs => Read("output", [.. Proto.Graph.Output.Select(output => output.Name)]);

    Dictionary<string, Tensor> Read(string kind, string[] names) => names.Select((name, i) => (name, File: Path.Join(folder, "test_data_set_0", $"{kind}_{i}.pb"))).Where(each => File.Exists(each.File))
        .ToDictionary(each => each.name, each => new TensorReader(null).Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(each.File))), StringComparer.Ordinal);
}
