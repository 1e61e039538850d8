using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>Runs models on ONNX Runtime, which is the judge of what they mean.</summary>
static class Runtime
{
    internal static Dictionary<string, Tensor> Run(byte[] model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        settings.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        using var session = new InferenceSession(model, settings);
        using var options = new RunOptions();
        var names = session.InputNames.ToArray();
        var values = names.Select(name => ToRuntime(inputs[name])).ToArray();
        using var results = session.Run(options, names, values, session.OutputNames);
        foreach (var value in values) value.Dispose();
        return session.OutputNames.Zip(results).ToDictionary(pair => pair.First, pair => FromRuntime(pair.Second));
    }

    /// <summary>Runs what a graph says of these values.</summary>
    internal static Dictionary<string, Tensor> Run(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs, IReadOnlyDictionary<string, Tensor> inputs) =>
        Run(GraphWriter.Write(graph, outputs), inputs);

    /// <summary>Numbers between -1 and 1, the same ones each time.</summary>
    internal static Tensor Noise(int seed, params int[] sizes)
    {
        var random = new Random(seed);
        var shape = Shape.Of(sizes);
        return Tensor.Of(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (random.NextSingle() * 2) - 1)]);
    }

    static OrtValue ToRuntime(Tensor tensor)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (Microsoft.ML.OnnxRuntime.Tensors.TensorElementType)tensor.Type, tensor.Shape.ToLongs());
        tensor.Bytes.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    static Tensor FromRuntime(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return new((ElementType)info.ElementDataType, Shape.Of(info.Shape), value.GetTensorMutableRawData().ToArray());
    }
}
