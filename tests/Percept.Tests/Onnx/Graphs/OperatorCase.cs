using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>One operator as a file of some opset states it. Inputs of integers after the first are constants, as they are in real files.</summary>
public sealed record OperatorCase(int Opset, string Operator, Tensor?[] Inputs, Attributes? Settings = null, int Outputs = 1, ElementType[]? Types = null)
{
    internal (byte[] Bytes, Dictionary<string, Tensor> Inputs) Model(bool constant)
    {
        var model = new TestModel(Opset);
        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < Inputs.Length; i++)
        {
            if (Inputs[i] is not { } tensor) continue;
            if (constant || (i > 0 && (tensor.Type is ElementType.Int64 || Operator is "Resize" or "Upsample"))) model.Weight($"in{i}", tensor);
            else (given[$"in{i}"], _) = (tensor, model.Input($"in{i}", tensor.Type, [.. tensor.Shape]));
        }

        model.Node(Operator, [.. Inputs.Select((input, i) => input is null ? "" : $"in{i}")], [.. Names], Settings, name: "node");
        foreach (var (name, i) in Names.Select((name, i) => (name, i))) model.Output(name, Types?[i] ?? ElementType.Float32);
        return (model.Bytes, given);
    }

    internal IEnumerable<string> Names => Enumerable.Range(0, Outputs).Select(i => $"out{i}");

    public override string ToString() =>
        $"{Operator}-{Opset}({string.Join(", ", Inputs.Select(input => input is null ? "-" : input.Shape.ToString()))}) {Settings?.Key}";
}
