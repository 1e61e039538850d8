using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>BatchNormalization in training mode by our kernel: the runtime has none.</summary>
static class TrainedNormalizations
{
    internal static IReadOnlyList<Value>? Of(Node node) => node.Operator != "BatchNormalization" || !node.Flag("training_mode") ? null
        : node.Graph.EmitAll(OwnOperators.Name(BatchNormalization.Definition.Name), [.. node.Inputs], new()
        {
            [OwnOperators.Shape] = (int[])[.. node.Y.Shape],
            ["shape1"] = (int[])[.. node[3].Shape],
            ["shape2"] = (int[])[.. node[4].Shape],
            ["epsilon"] = Bits(node.Float("epsilon", or: 1e-5f)),
            ["momentum"] = Bits(node.Float("momentum", or: 0.9f)),
        }, outputs: 3);

    /// <remarks>Our kernels' settings are lists of whole numbers.</remarks>
    static int[] Bits(float number) => [BitConverter.SingleToInt32Bits(number)];
}
