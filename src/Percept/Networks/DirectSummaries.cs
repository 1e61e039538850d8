using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Lets <see cref="Summaries"/> read activations as the runtime's convolutions leave them: in groups of channels as wide as a vector.</summary>
/// <remarks>
/// The runtime would first bring each layer into the common order, which for a small network takes as long as its convolutions do. It tells what it
/// made of a graph only in a file, so that is written, changed and read again. Since the width of its groups is its own affair, what comes
/// of it is compared with what comes the common way, and used only where it is the same to the last bit.
/// </remarks>
static class DirectSummaries
{
    /// <summary>A file of more than half of what one may hold is not worth it.</summary>
    const long MostBytes = 1 << 30;

    static readonly string operation = OwnOperators.Name(Summary.Definition.Name);

    internal static bool Applies(IReadOnlyList<(string Name, Value Value)> outputs, Device device) =>
        device.HasKernels && outputs.Any(output => output.Value.Producer?.Operator == operation) && Constants(outputs[0].Value.Graph).Sum(constant => (long)constant.Bytes.Length) < MostBytes;

    static IEnumerable<Tensor> Constants(Graph graph) => graph.Nodes.SelectMany(node => node.Inputs).Select(input => input?.Constant).OfType<Tensor>().Distinct();

    internal static LoadedGraph Load(IReadOnlyList<(string Name, Value Value)> outputs, Device device, int? threads)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var common = new LoadedGraph(outputs, device, threads, optimizedTo: file);
            return (Direct(common, file, width: 16) ?? Direct(common, file, width: 8)) is { } direct ? Instead(common, direct) : common;
        }
        finally
        {
            File.Delete(file);
        }
    }

    static LoadedGraph Instead(LoadedGraph common, LoadedGraph direct)
    {
        common.Dispose();
        return direct;
    }

    static LoadedGraph? Direct(LoadedGraph common, string file, int width)
    {
        LoadedGraph? direct = null;
        try
        {
            var model = ModelBypass.Past(File.ReadAllBytes(file), operation, "com.microsoft.nchwc::ReorderOutput", old => new Dictionary<string, int[]>
            {
                ["group"] = [width],
                ["groups"] = [(old[OwnOperators.Shape][2] + width - 1) / width],
            });
            if (model is null) return null;
            direct = new(model, common);
            if (IsSame(common, direct)) return direct;
        }
        catch (Exception error) when (error is GraphException or IOException)
        {
            // The common way always works.
        }

        direct?.Dispose();
        return null;
    }

    static bool IsSame(LoadedGraph common, LoadedGraph direct)
    {
        using var first = new Session(common.Shared());
        using var second = new Session(direct.Shared());
        var random = new Random(1);
        foreach (var input in first.Inputs)
            foreach (ref var number in first.Input(input)) number = random.NextSingle();
        foreach (var input in first.Inputs) first.Input(input).CopyTo(second.Input(input));
        first.Run();
        second.Run();
        return common.Outputs.All(output => first.Output<byte>(output.Name).SequenceEqual(second.Output<byte>(output.Name)));
    }
}
