using Microsoft.ML.OnnxRuntime;
using Percept.Networks.Lowerings;
using Percept.Onnx.Graphs;
using Percept.Scheduling;

namespace Percept.Networks;

/// <summary>Where sessions run, the forms that a graph is rewritten into to run fast there, and the processors that work is divided among.</summary>
public sealed class Device
{
    static readonly IReadOnlyList<Pass> fast =
    [
        NodeByNode(
            Masks.Of, Signs.Of, StatedEpsilons.Of, MaxPoolGradients.Of, TransposedConvolutions.Of, WeightGradients.Of, BatchNormalizationGradients.Of, ReluGradients.Of,
            PhaseSums.Of, TileDifferences.Of, AffineMaps.Of, ChannelScales.Of),
        // What the forms above are made of has kernels too.
        NodeByNode(KernelConvolutions.Of, Interleaving.Of, TrainedNormalizations.Of),
        FusedConvolutions.Of,
    ];

    static readonly IReadOnlyList<Pass> standard = [NodeByNode(StandardSummaries.Of)];

    readonly IReadOnlyList<Pass> passes;
    readonly ExecutionProvider? provider;

    Device(string name, IReadOnlyList<Pass> passes, ExecutionProvider? provider = null) => (Name, this.passes, this.provider) = (name, passes, provider);

    /// <summary>The CPU, with the forms that ONNX Runtime's operators are fast in there, and with kernels of our own.</summary>
    public static Device Cpu { get; } = new("cpu", fast);

    /// <summary>The CPU with every graph as it is said, by the runtime's own operators alone: what the forms of other devices are held to.</summary>
    public static Device Plain { get; } = new("plain", standard);

    /// <summary>The names of devices, as <see cref="Of"/> takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", Cpu.Name, .. ExecutionProvider.All.Select(provider => provider.Name)];

    /// <summary>A device by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>; <c>auto</c> is the first of the others that this build and machine have, else the CPU.</param>
    /// <exception cref="DeviceException">There is no such device, this build lacks what runs it, or the machine does.</exception>
    public static Device Of(string name)
    {
        if (name == Cpu.Name) return Cpu;
        if (name == "auto") return ExecutionProvider.All.FirstOrDefault(provider => provider.IsChosen && provider.WhyNot() is null) is { } found ? new(found.Name, standard, found) : Cpu;
        var wanted = ExecutionProvider.All.FirstOrDefault(provider => provider.Name == name) ?? throw new DeviceException($"There is no device '{name}'. There are {string.Join(", ", Names)}.");
        return wanted.WhyNot() is { } reason ? throw new DeviceException(reason) : new(wanted.Name, standard, wanted);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The processors that work is divided among; all that this process may use, unless others are given.</summary>
    public Processors Processors { get; private init; } = Processors.Available;

    /// <summary>Whether operators of our own run here, and what the CPU is fast at is said in its forms; elsewhere there are standard operators alone.</summary>
    internal bool HasKernels => passes == fast;

    /// <summary>The same device with work divided among other processors.</summary>
    public Device With(Processors processors) => new(Name, passes, provider) { Processors = processors };

    /// <summary>The same device, whose graphs are looked at node by node just before they run.</summary>
    internal Device Watched(Action<Node> look) => new(Name, [.. passes, NodeByNode(node => Look(node, look))], provider) { Processors = Processors };

    static IReadOnlyList<Value>? Look(Node node, Action<Node> look)
    {
        look(node);
        return null;
    }

    /// <summary>The same outputs of a graph that runs fast here.</summary>
    internal IReadOnlyList<(string Name, Value Value)> Lowered(IReadOnlyList<(string Name, Value Value)> outputs) => passes.Aggregate(outputs, (lowered, pass) => pass(lowered));

    /// <summary>Where sessions have their tensors here.</summary>
    internal OrtMemoryInfo Memory => provider?.Memory ?? OrtMemoryInfo.DefaultInstance;

    /// <summary>Makes sessions run here.</summary>
    internal void AddTo(SessionOptions settings) => provider?.AddTo(settings);

    static Pass NodeByNode(params IReadOnlyList<Lowering> lowerings) => outputs => LoweredGraph.Of(outputs, lowerings);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Rewrites what some outputs need.</summary>
    delegate IReadOnlyList<(string Name, Value Value)> Pass(IReadOnlyList<(string Name, Value Value)> outputs);
}
