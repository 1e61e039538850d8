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

    /// <summary>The rules of true derivatives for training, where what is computed on the way is not all of a network of fixed weights.</summary>
    internal static RuleSet Training { get; } = Standard
        .With("Relu", new Rule((n, dY) => n.X.Type != ElementType.Float32 ? standard.Find("Relu")!.ByInput[0]!(n, [dY])
            : n.Graph.Emit(OwnOperators.Name(ReluGradient.Definition.Name), [n.Y, dY], new() { [OwnOperators.Shape] = (int[])[.. n.Y.Shape] })))
        .With("Conv", new Rule(
            (n, dY) => Convolved(n, ConvolutionInputGradient.Definition, dY, n[1], n.X.Shape) ?? standard.Find("Conv")!.ByInput[0]!(n, [dY]),
            (n, dY) => Convolved(n, ConvolutionWeightGradient.Definition, n.X, dY, n[1].Shape) ?? standard.Find("Conv")!.ByInput[1]!(n, [dY]),
            (n, dY) => standard.Find("Conv")!.ByInput[2]!(n, [dY])))
        .With("BatchNormalization", new Rule([.. Enumerable.Range(0, 5).Select(input => new Pullback((n, dY) => input < 3 && n.Flag("training_mode")
            ? Normalized(n, dY)[input]
            : standard.Find("BatchNormalization")!.ByInput[input]!(n, [dY])))]));

    /// <summary>Some rules, with our kernels in the place of standard rules where they are faster.</summary>
    public static RuleSet On(RuleSet rules) => rules.Find("MaxPool") == standard.Find("MaxPool") ? rules.With("MaxPool", new Rule((n, dY) => MaxPool(n, dY))) : rules;

    /// <summary>The same operator as one of our kernels; null where the runtime's own will do.</summary>
    internal static (string Operator, Attributes Attributes)? Faster(Node node) => node.Operator switch
    {
        "DepthToSpace" when node.Int("blocksize") == 2 && node.Text("mode", or: "DCR") == "DCR" && node.X.Type == ElementType.Float32 =>
            (OwnOperators.Name(Interleave.Definition.Name), new() { [OwnOperators.Shape] = (int[])[.. node.Y.Shape] }),
        // Of weights that are constants the runtime makes blocks of its own, which are beaten by fewer multiplications alone.
        "Conv" when WinogradRule.Of(node) is { } fewer => fewer,
        "Conv" when node[1].Constant is null && node.X.Type == ElementType.Float32 && node.X.Shape.Rank == 4
            && ConvolutionSizes.Of(node.Window(), node.X.Shape, node[1].Shape, node.Y.Shape, node.Y.Shape) is { } attributes =>
            (OwnOperators.Name((node.Optional(2) is null ? Convolution.Definition : Convolution.WithBias).Name), attributes),
        // The runtime has no training mode.
        "BatchNormalization" when node.Flag("training_mode") => (OwnOperators.Name(BatchNormalization.Definition.Name), new()
        {
            [OwnOperators.Shape] = (int[])[.. node.Y.Shape],
            ["shape1"] = (int[])[.. node[3].Shape],
            ["shape2"] = (int[])[.. node[4].Shape],
            ["epsilon"] = Bits(node.Float("epsilon", or: 1e-5f)),
            ["momentum"] = Bits(node.Float("momentum", or: 0.9f)),
        }),
        _ => null,
    };

    static Value? Convolved(Node n, KernelDefinition kernel, Value a, Value b, Shape result) =>
        n.X.Type == ElementType.Float32 && n.X.Shape.Rank == 4 && n[1].Constant is null && ConvolutionSizes.Of(n.Window(), n.X.Shape, n[1].Shape, n.Y.Shape, result) is { } attributes
            ? n.Graph.Emit(OwnOperators.Name(kernel.Name), [a, b], attributes) : null;

    static IReadOnlyList<Value> Normalized(Node n, Value dY) => n.Graph.EmitAll(OwnOperators.Name(BatchNormalizationGradient.Definition.Name), [n.X, n[1], dY], new()
    {
        [OwnOperators.Shape] = (int[])[.. n.X.Shape],
        ["shape1"] = (int[])[.. n[1].Shape],
        ["shape2"] = (int[])[.. n[2].Shape],
        ["epsilon"] = Bits(n.Float("epsilon", or: 1e-5f)),
    }, outputs: 3);

    /// <remarks>Our kernels' settings are lists of whole numbers.</remarks>
    static int[] Bits(float number) => [BitConverter.SingleToInt32Bits(number)];

    static Value MaxPool(Node node, Value dY)
    {
        var window = node.Window();
        if (node.X.Type != ElementType.Float32 || window.Rank != 2 || window.Tiles(node.X.Shape, node.Y.Shape) || window.Dilations.Any(dilation => dilation != 1)) return standard.Find("MaxPool")!.ByInput[0]!(node, [dY]);
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
