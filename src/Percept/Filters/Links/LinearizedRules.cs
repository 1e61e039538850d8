using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Filters.Links;

/// <summary>The rules by which weights are multiplied through a network: every rectifier stands open, and a pool of maxima is one of means.</summary>
/// <remarks>What is left is linear, so a derivative is a product of weights (Voss et al., "Visualizing weights", Distill 2021).</remarks>
static class LinearizedRules
{
    internal static RuleSet Table { get; } = Overrides.Rectifiers
        .Aggregate(RuleSet.Standard, (table, name) => table.With(name, new Rule((n, dY) => dY)))
        .With("MaxPool", new Rule((n, dY) => RuleSet.Standard.Find("AveragePool")!.ByInput[0]!(OfMeans(n), [dY])));

    static Node OfMeans(Node pool) => pool.Graph.Emit("AveragePool", [pool.X], new()
    {
        ["kernel_shape"] = pool.Window().Kernel,
        ["strides"] = pool.Window().Strides,
        ["pads"] = (int[])[.. pool.Window().Before, .. pool.Window().After],
        ["ceil_mode"] = pool.Int("ceil_mode"),
    }).Producer!;
}
