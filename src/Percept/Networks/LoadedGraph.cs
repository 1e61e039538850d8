using Microsoft.ML.OnnxRuntime;
using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A graph in the runtime, shared by the sessions that run it.</summary>
sealed class LoadedGraph : IDisposable
{
    readonly LargeConstants constants;
    int users = 1;

    internal LoadedGraph(IReadOnlyList<(string Name, Value Value)> outputs, int threads)
    {
        RunMemory.Check(outputs);
        var graph = outputs[0].Value.Graph;
        var apart = new List<(string, Tensor)>();
        var model = GraphWriter.Write(graph, outputs, apart, CpuRules.Faster);
        using var settings = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        CustomOperators.AddTo(settings);
        settings.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        constants = new(apart, settings);
        try
        {
            Runtime = new(model, settings);
        }
        catch (OnnxRuntimeException error)
        {
            constants.Dispose();
            throw new GraphException($"ONNX Runtime cannot run this network: {Sentence(error)}", error);
        }

        Inputs = [.. graph.Inputs.Where(input => Runtime.InputMetadata.ContainsKey(input.Name)).Select(input => (input.Name, input))];
        Outputs = outputs;
    }

    /// <summary>The runtime's own session, which several threads may run at once.</summary>
    internal InferenceSession Runtime { get; }

    /// <summary>The inputs that the outputs depend on.</summary>
    internal IReadOnlyList<(string Name, Value Value)> Inputs { get; }

    /// <summary>What is wanted.</summary>
    internal IReadOnlyList<(string Name, Value Value)> Outputs { get; }

    /// <summary>The same for one more user, who disposes of it as the others do.</summary>
    internal LoadedGraph Shared()
    {
        Interlocked.Increment(ref users);
        return this;
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref users) > 0) return;
        Runtime.Dispose();
        constants.Dispose();
    }

    /// <summary>What the runtime says, which may be many lines.</summary>
    internal static string Sentence(OnnxRuntimeException error) => error.Message.ReplaceLineEndings(" ").TrimEnd(' ', '.') + ".";
}
