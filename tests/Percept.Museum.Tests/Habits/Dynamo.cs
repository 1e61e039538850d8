using Percept.Museum.Tests.Writing;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests.Habits;

/// <summary>PyTorch's exporter by tracing (dynamo): weights in a file beside the model, and generated names.</summary>
static class Dynamo
{
    const string Beside = "dynamo.onnx.data";

    /// <summary>The model, and the weights' file that belongs beside it.</summary>
    public static Net Write(string folder)
    {
        var net = new Net(20, Names.Dynamo);
        var x = net.Input("x", ElementType.Float32, "s0", 3, "s1", "s1");
        x = net.MaxPool(net.ConvRelu(x, 16, 5, 2));
        foreach (var stride in (int[])[1, 2]) x = net.Op("Gelu", net.BatchNorm(net.Conv(x, 24, 3, stride)), new() { ["approximate"] = "tanh" });
        net.Output(net.Gemm(net.Op("Reshape", [net.Mean(x, true, -1, -2), net.Ints(-1, 24)], new() { ["allowzero"] = 1 }), 10), "linear");

        using var file = File.Create(Path.Join(folder, Beside));
        foreach (var weight in net.Proto.Graph.Initializer)
        {
            var (offset, bytes) = (file.Position, weight.RawData.ToByteArray());
            file.Write(bytes);
            weight.ClearRawData();
            weight.DataLocation = Onnx.Protos.TensorProto.Types.DataLocation.External;
            foreach (var (key, value) in new[] { ("location", Beside), ("offset", $"{offset}"), ("length", $"{bytes.Length}") }) weight.ExternalData.Add(new Onnx.Protos.StringStringEntryProto { Key = key, Value = value });
        }
        return net;
    }
}
