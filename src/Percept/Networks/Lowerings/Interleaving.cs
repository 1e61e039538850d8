using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>DepthToSpace of blocks of 2 x 2 by our kernel, which the runtime does number by number on one thread.</summary>
static class Interleaving
{
    internal static IReadOnlyList<Value>? Of(Node node) =>
        node is { Operator: "DepthToSpace", X.Type: ElementType.Float32 } && node.Int("blocksize") == 2 && node.Text("mode", or: "DCR") == "DCR"
            ? [node.Graph.Emit(OwnOperators.Name(Interleave.Definition.Name), [node.X], new() { [OwnOperators.Shape] = (int[])[.. node.Y.Shape] })] : null;
}
