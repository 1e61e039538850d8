using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>Gradient rules and forms of operators for ONNX Runtime's CPU provider, where kernels of our own beat standard operators.</summary>
/// <remarks>The result is that of <see cref="RuleSet.Standard"/>, whose graphs run anywhere; only a <see cref="Networks.Session"/> runs these.</remarks>
public static class CpuRules
{
    static readonly RuleSet standard = RuleSet.Standard;

    /// <summary>The rules of true derivatives, with our kernels where they are faster.</summary>
    public static RuleSet Standard { get; } = On(standard);

    /// <summary>Some rules, with our kernels in the place of standard rules where they are faster.</summary>
    public static RuleSet On(RuleSet rules) => rules.Find("MaxPool") == standard.Find("MaxPool") ? rules.With("MaxPool", new Rule((n, dY) => MaxPool(n, dY))) : rules;

    /// <summary>The same operator as one of our kernels; null where the runtime's own will do.</summary>
    internal static (string Operator, Attributes Attributes)? Faster(Node node) =>
        node.Operator == "DepthToSpace" && node.Int("blocksize") == 2 && node.Text("mode", or: "DCR") == "DCR" && node.X.Type == ElementType.Float32
            ? (OwnOperators.Name(Interleave.Definition.Name), new() { [OwnOperators.Shape] = (int[])[.. node.Y.Shape] }) : null;

    static Value MaxPool(Node node, Value dY)
    {
        var window = node.Window();
        var tiles = Enumerable.Range(0, window.Rank).All(axis => window.Kernel[axis] == window.Strides[axis]);
        if (node.X.Type != ElementType.Float32 || window.Rank != 2 || tiles || window.Dilations.Any(dilation => dilation != 1)) return standard.Find("MaxPool")!.ByInput[0]!(node, [dY]);
        return node.Graph.Emit(OwnOperators.Name(MaxPoolGradient.Definition.Name), [node.X, node.Y, dY], new()
        {
            [OwnOperators.Shape] = (int[])[.. node.X.Shape],
            ["output"] = (int[])[.. node.Y.Shape.Skip(2)],
            ["kernel_shape"] = window.Kernel,
            ["strides"] = window.Strides,
            ["pads"] = window.Before,
        });
    }
}
