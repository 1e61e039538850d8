using Microsoft.ML.OnnxRuntime;
using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A graph in the runtime, shared by the sessions that run it.</summary>
sealed class LoadedGraph : IDisposable
{
    const long Large = 64L << 20;

    static readonly Lock loading = new();

    readonly LargeConstants constants;
    readonly Device device;
    readonly int threads;
    int users = 1;

    /// <param name="outputs">What is wanted.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="threads">How many threads one operator may use; as many as the device has processors where null.</param>
    /// <param name="optimizedTo">A file to which the runtime writes what it makes of the graph, or null.</param>
    internal LoadedGraph(IReadOnlyList<(string Name, Value Value)> outputs, Device device, int? threads = null, string? optimizedTo = null)
    {
        var lowered = device.Lowered(outputs);
        RunMemory.Check(lowered);
        var graph = lowered[0].Value.Graph;
        var apart = optimizedTo is null ? new List<(string, Tensor)>() : null;
        var model = GraphWriter.Write(graph, lowered, apart);
        (this.device, this.threads) = (device, threads ?? device.Processors.Count);
        using var settings = Settings(device, this.threads);
        if (optimizedTo is not null) settings.OptimizedModelFilePath = optimizedTo;
        constants = new(apart ?? [], settings);
        // Weights that were folded into others are garbage now, and so is soon what the runtime copies to arrange them anew: together several times the weights, so graphs with many load one after the other.
        FreedMemory.Return();
        using (apart?.Sum(constant => (long)constant.Item2.Bytes.Length) > Large ? loading.EnterScope() : default)
        {
            Runtime = Load(model, settings);
            FreedMemory.Return();
        }

        Inputs = [.. graph.Inputs.Where(input => Runtime.InputMetadata.ContainsKey(input.Name)).Select(input => (input.Name, input))];
        Outputs = outputs;
    }

    /// <summary>A model that computes the same as a graph in the runtime, and that the runtime has optimised before.</summary>
    internal LoadedGraph(byte[] model, LoadedGraph same)
    {
        (device, threads, Inputs, Outputs) = (same.device, same.threads, same.Inputs, same.Outputs);
        using var settings = Settings(device, threads);
        settings.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        constants = new([], settings);
        Runtime = Load(model, settings);
    }

    InferenceSession Load(byte[] model, SessionOptions settings)
    {
        try
        {
            return new(model, settings);
        }
        catch (OnnxRuntimeException error)
        {
            constants.Dispose();
            throw new GraphException($"ONNX Runtime cannot run this network: {Sentence(error)}", error);
        }
    }

    /// <remarks>
    /// Numbers too small for a normal float are kept. The runtime would take them for zeros on the threads that it makes, and not on all of those that call it:
    /// what is computed would depend on which thread computes it.
    /// </remarks>
    static SessionOptions Settings(Device device, int threads)
    {
        var settings = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        CustomOperators.AddTo(settings);
        // The arena grows by doubling: weights would take up to twice their room in it.
        settings.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        device.AddTo(settings);
        return settings;
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
        FreedMemory.Return();
    }

    /// <summary>What the runtime says, which may be many lines.</summary>
    internal static string Sentence(OnnxRuntimeException error) => error.Message.ReplaceLineEndings(" ").TrimEnd(' ', '.') + ".";
}
