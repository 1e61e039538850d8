using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A graph made ready to run: fill the inputs, run, read the outputs. All buffers are made once, so a loop allocates nothing.</summary>
public sealed class Session : IDisposable
{
    readonly LoadedGraph loaded;
    readonly RunOptions options = new();
    readonly Dictionary<string, Buffer> inputs, outputs;
    readonly string[] inputNames, outputNames;
    readonly OrtValue[] inputValues, outputValues;
    readonly HashSet<Buffer> borrowed = [];
    int disposed;

    /// <summary>Makes the part of a graph that some outputs need ready to run.</summary>
    /// <param name="outputs">What is wanted, each under a name of the caller's; every shape must be known.</param>
    /// <param name="device">Where it runs; <see cref="Device.Cpu"/> where null.</param>
    /// <param name="threads">How many threads one operator may use; as many as the device has processors where null.</param>
    /// <exception cref="GraphException">The runtime refuses the graph, or it would not fit into memory.</exception>
    public Session(IReadOnlyList<(string Name, Value Value)> outputs, Device? device = null, int? threads = null) : this(Loaded(outputs, device ?? Device.Cpu, threads))
    {
    }

    internal Session(LoadedGraph loaded)
    {
        this.loaded = loaded;
        inputs = loaded.Inputs.ToDictionary(input => input.Name, input => new Buffer(input.Value), StringComparer.Ordinal);
        outputs = loaded.Outputs.ToDictionary(output => output.Name, output => new Buffer(output.Value), StringComparer.Ordinal);
        (inputNames, outputNames) = ([.. inputs.Keys], [.. outputs.Keys]);
        (inputValues, outputValues) = ([.. inputs.Values.Select(buffer => buffer.Value)], [.. outputs.Values.Select(buffer => buffer.Value)]);
    }

    static LoadedGraph Loaded(IReadOnlyList<(string Name, Value Value)> outputs, Device device, int? threads) =>
        DirectSummaries.Applies(outputs, device) ? DirectSummaries.Load(outputs, device, threads) : new(outputs, device, threads);

    /// <summary>A second session that runs the same graph at the same time, on inputs and outputs of its own: nothing is loaded twice.</summary>
    /// <exception cref="ObjectDisposedException">This session is disposed.</exception>
    public Session Twin()
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        return new(loaded.Shared());
    }

    /// <summary>The names of the inputs the outputs depend on.</summary>
    public IReadOnlyCollection<string> Inputs => inputNames;

    /// <summary>The names of the outputs.</summary>
    internal IReadOnlyCollection<string> Outputs => outputNames;

    /// <summary>An input's elements, to be filled before a run.</summary>
    public Span<float> Input(string name) => inputs[name].Elements<float>();

    /// <inheritdoc cref="Input(string)"/>
    public Span<T> Input<T>(string name) where T : unmanaged => inputs[name].Elements<T>();

    /// <summary>An output's elements, as the last run left them.</summary>
    public ReadOnlySpan<float> Output(string name) => outputs[name].Elements<float>();

    /// <inheritdoc cref="Output(string)"/>
    public ReadOnlySpan<T> Output<T>(string name) where T : unmanaged => outputs[name].Elements<T>();

    /// <summary>Makes what an output holds an input of the next run, without a copy: the two exchange their memory.</summary>
    /// <remarks>They must be of one type and shape. Spans taken of either before are then the other's.</remarks>
    internal void Exchange(string output, string input)
    {
        (inputs[input], outputs[output]) = (outputs[output], inputs[input]);
        inputValues[Array.IndexOf(inputNames, input)] = inputs[input].Value;
        outputValues[Array.IndexOf(outputNames, output)] = outputs[output].Value;
    }

    /// <summary>Makes an input what another session leaves in an output, from now on and without a copy. They must be of one type and shape; the other session must outlive this one.</summary>
    internal void Read(string input, Session other, string output)
    {
        inputs[input].Dispose();
        (inputs[input], inputValues[Array.IndexOf(inputNames, input)]) = (other.outputs[output], other.outputs[output].Value);
        borrowed.Add(inputs[input]);
    }

    /// <summary>Computes the outputs from what the inputs hold.</summary>
    /// <exception cref="GraphException">The runtime fails.</exception>
    /// <exception cref="ObjectDisposedException">This session is disposed.</exception>
    public void Run()
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        try
        {
            loaded.Runtime.Run(options, inputNames, inputValues, outputNames, outputValues);
        }
        catch (OnnxRuntimeException error)
        {
            throw new GraphException($"ONNX Runtime could not run this network: {LoadedGraph.Sentence(error)}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A twin may be at work on the same graph: each session lets go of it once.
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        foreach (var buffer in inputs.Values.Concat(outputs.Values).Except(borrowed)) buffer.Dispose();
        options.Dispose();
        loaded.Dispose();
    }

    /// <summary>A tensor's memory, shared with the runtime.</summary>
    internal sealed class Buffer : IDisposable
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
