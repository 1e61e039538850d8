using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A graph whose state stays where it runs: what one run leaves is what the next one takes, and only what is read comes back to the host.</summary>
/// <remarks>An output <c>next/x</c> is the state <c>x</c> after a run. On the CPU nothing is copied at all; elsewhere each crossing is one copy of one tensor.</remarks>
sealed class StatefulSession : IDisposable
{
    /// <summary>What names of outputs that are states begin with.</summary>
    internal const string Next = "next/";

    readonly LoadedGraph loaded;
    readonly Device device;
    readonly string[] always;
    readonly Dictionary<string, Session.Buffer> host;
    readonly OrtIoBinding binding;
    readonly RunOptions options = new();
    int disposed;

    /// <param name="outputs">What is wanted: states, what is read after each run, and what is read now and then.</param>
    /// <param name="always">The outputs that are read after each run.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="threads">How many threads one operator may use; as many as the device has processors where null.</param>
    /// <exception cref="GraphException">The runtime refuses the graph, or it would not fit into memory.</exception>
    internal StatefulSession(IReadOnlyList<(string Name, Value Value)> outputs, IReadOnlyList<string> always, Device device, int? threads = null) : this(new LoadedGraph(outputs, device, threads), always, device)
    {
    }

    StatefulSession(LoadedGraph loaded, IReadOnlyList<string> always, Device device)
    {
        (this.loaded, this.always, this.device, binding) = (loaded, [.. always], device, loaded.Runtime.CreateIoBinding());
        host = loaded.Inputs.Concat(loaded.Outputs.Where(output => !IsState(output.Name))).ToDictionary(tensor => tensor.Name, tensor => new Session.Buffer(tensor.Value), StringComparer.Ordinal);
        foreach (var (name, _) in loaded.Inputs) Send(name);
        foreach (var (name, _) in loaded.Outputs) Keep(name);
        foreach (var name in always) binding.BindOutput(name, host[name].Value);
        Crossings = 0;
    }

    /// <summary>A second session that runs the same graph at the same time, with a state of its own.</summary>
    internal StatefulSession Twin() => new(loaded.Shared(), always, device);

    /// <summary>How many tensors were handed to the device or read back from it.</summary>
    internal int Crossings { get; private set; }

    /// <summary>The names of the inputs the outputs depend on.</summary>
    internal IEnumerable<string> Inputs => loaded.Inputs.Select(input => input.Name);

    /// <summary>An input's or a state's elements as the host wants them; they count once they are sent.</summary>
    internal Span<float> Input(string name) => host[name].Elements<float>();

    /// <summary>What was last read of an output.</summary>
    internal ReadOnlySpan<float> Output(string name) => host[name].Elements<float>();

    /// <summary>Hands an input or a state to the device, where it stays.</summary>
    internal void Send(string name)
    {
        binding.BindInput(name, host[name].Value);
        Crossings++;
    }

    /// <summary>Takes a step: the states become what follows from them and from the inputs.</summary>
    /// <exception cref="GraphException">The runtime fails.</exception>
    internal void Run()
    {
        Compute();
        Crossings += always.Length;
        using var values = binding.GetOutputValues();
        foreach (var (name, value) in binding.GetOutputNames().Zip(values))
            if (IsState(name)) binding.BindInput(name[Next.Length..], value);
        // Or the next run would write over what it reads.
        foreach (var (name, _) in loaded.Outputs)
            if (IsState(name)) Keep(name);
    }

    /// <summary>Reads an output that is not read after each run; the states stay as they are.</summary>
    /// <exception cref="GraphException">The runtime fails.</exception>
    internal ReadOnlySpan<float> Look(string name)
    {
        binding.BindOutput(name, host[name].Value);
        Compute();
        Crossings += always.Length + 1;
        Keep(name);
        return Output(name);
    }

    void Compute()
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        try
        {
            loaded.Runtime.RunWithBinding(options, binding);
        }
        catch (OnnxRuntimeException error)
        {
            throw new GraphException($"ONNX Runtime could not run this network: {LoadedGraph.Sentence(error)}", error);
        }
    }

    /// <summary>Lets an output stay on the device.</summary>
    void Keep(string name) => binding.BindOutputToDevice(name, device.Memory);

    static bool IsState(string name) => name.StartsWith(Next, StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        binding.Dispose();
        foreach (var buffer in host.Values) buffer.Dispose();
        options.Dispose();
        loaded.Dispose();
    }
}
