using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A graph made ready to run: fill the inputs, run, read the outputs. All buffers are made once, so a loop allocates nothing.</summary>
public sealed class Session : IDisposable
{
    readonly InferenceSession session;
    readonly LargeConstants constants;
    readonly RunOptions options = new();
    readonly Dictionary<string, Buffer> inputs = new(StringComparer.Ordinal);
    readonly Dictionary<string, Buffer> outputs = new(StringComparer.Ordinal);
    readonly string[] inputNames, outputNames;
    readonly OrtValue[] inputValues, outputValues;

    /// <summary>Makes the part of a graph that some outputs need ready to run.</summary>
    /// <param name="outputs">What is wanted, each under a name of the caller's; every shape must be known.</param>
    /// <param name="threads">How many threads one operator may use; 0 for as many as there are cores.</param>
    /// <exception cref="GraphException">The runtime refuses the graph.</exception>
    public Session(IReadOnlyList<(string Name, Value Value)> outputs, int threads = 0)
    {
        var graph = outputs[0].Value.Graph;
        RunMemory.Check(outputs);
        var apart = new List<(string, Tensor)>();
        var model = GraphWriter.Write(graph, outputs, apart);
        using var settings = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        settings.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        constants = new(apart, settings);
        try
        {
            session = new(model, settings);
        }
        catch (OnnxRuntimeException error)
        {
            constants.Dispose();
            throw new GraphException($"ONNX Runtime cannot run this network: {Sentence(error)}", error);
        }

        foreach (var input in graph.Inputs)
            if (session.InputMetadata.ContainsKey(input.Name)) inputs[input.Name] = new(input);
        foreach (var (name, value) in outputs) this.outputs[name] = new(value);
        (inputNames, outputNames) = ([.. inputs.Keys], [.. this.outputs.Keys]);
        (inputValues, outputValues) = ([.. inputs.Values.Select(buffer => buffer.Value)], [.. this.outputs.Values.Select(buffer => buffer.Value)]);
    }

    /// <summary>The names of the inputs the outputs depend on.</summary>
    public IReadOnlyCollection<string> Inputs => inputNames;

    /// <summary>An input's elements, to be filled before a run.</summary>
    public Span<float> Input(string name) => inputs[name].Elements<float>();

    /// <inheritdoc cref="Input(string)"/>
    public Span<T> Input<T>(string name) where T : unmanaged => inputs[name].Elements<T>();

    /// <summary>An output's elements, as the last run left them.</summary>
    public ReadOnlySpan<float> Output(string name) => outputs[name].Elements<float>();

    /// <inheritdoc cref="Output(string)"/>
    public ReadOnlySpan<T> Output<T>(string name) where T : unmanaged => outputs[name].Elements<T>();

    /// <summary>Computes the outputs from what the inputs hold.</summary>
    /// <exception cref="GraphException">The runtime fails.</exception>
    public void Run()
    {
        try
        {
            session.Run(options, inputNames, inputValues, outputNames, outputValues);
        }
        catch (OnnxRuntimeException error)
        {
            throw new GraphException($"ONNX Runtime could not run this network: {Sentence(error)}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in inputs.Values.Concat(outputs.Values)) buffer.Dispose();
        options.Dispose();
        session.Dispose();
        constants.Dispose();
    }

    /// <summary>What the runtime says, which may be many lines.</summary>
    static string Sentence(OnnxRuntimeException error) => error.Message.ReplaceLineEndings(" ").TrimEnd(' ', '.') + ".";

    /// <summary>A tensor's memory, shared with the runtime.</summary>
    sealed class Buffer : IDisposable
    {
        readonly byte[] bytes;

        internal Buffer(Value value)
        {
            bytes = GC.AllocateUninitializedArray<byte>(checked((int)(value.Shape.Elements * value.Type.Bits() / 8)), pinned: true);
            Array.Clear(bytes);
            Value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, (Microsoft.ML.OnnxRuntime.Tensors.TensorElementType)value.Type, value.Shape.ToLongs(), Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0), bytes.Length);
        }

        internal OrtValue Value { get; }

        internal Span<T> Elements<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes.AsSpan());

        public void Dispose() => Value.Dispose();
    }
}
