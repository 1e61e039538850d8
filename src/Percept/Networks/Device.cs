using Percept.Networks.Lowerings;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Where sessions run, and the forms that a graph is rewritten into to run fast there.</summary>
public sealed class Device
{
    readonly IReadOnlyList<IReadOnlyList<Lowering>> passes;

    Device(string name, params IReadOnlyList<IReadOnlyList<Lowering>> passes) => (Name, this.passes) = (name, passes);

    /// <summary>The CPU, with the forms that ONNX Runtime's operators are fast in there, and with kernels of our own.</summary>
    public static Device Cpu { get; } = new(
        "cpu",
        [
            Masks.Of, Signs.Of, StatedEpsilons.Of, MaxPoolGradients.Of, TransposedConvolutions.Of, WeightGradients.Of, BatchNormalizationGradients.Of, ReluGradients.Of,
            PhaseSums.Of, TileDifferences.Of, AffineMaps.Of, ChannelScales.Of,
        ],
        // What the forms above are made of has kernels too.
        [KernelConvolutions.Of, Interleaving.Of, TrainedNormalizations.Of]);

    /// <summary>The CPU with every graph as it is said, by the runtime's own operators alone: what the forms of other devices are held to.</summary>
    public static Device Plain { get; } = new("plain");

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The same outputs of a graph that runs fast here.</summary>
    internal IReadOnlyList<(string Name, Value Value)> Lowered(IReadOnlyList<(string Name, Value Value)> outputs) => passes.Aggregate(outputs, LoweredGraph.Of);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
