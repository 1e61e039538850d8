namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>The same elements, in the shape they came from.</remarks>
    internal static readonly Rule Reshape = new((n, dY) => dY.Reshape(n.X.Shape));

    internal static readonly Rule Transpose = new((n, dY) => dY.Transpose(n.Attributes.Ints("perm") is { } order
        ? [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))]
        : [.. Enumerable.Range(0, dY.Shape.Rank).Reverse()]));

    internal static readonly Rule SpaceToDepth = new((n, dY) => dY.Graph.Emit("DepthToSpace", [dY], new() { ["blocksize"] = n.Int("blocksize"), ["mode"] = "DCR" }));

    internal static readonly Rule DepthToSpace = new((n, dY) =>
    {
        var (x, block) = (n.X.Shape, n.Int("blocksize"));
        return n.Text("mode", or: "DCR") == "DCR" ? dY.Graph.Emit("SpaceToDepth", [dY], new() { ["blocksize"] = block })
            : dY.Reshape([x[0], dY.Shape[1], x[2], block, x[3], block]).Transpose(0, 1, 3, 5, 2, 4).Reshape(x);
    });

    /// <remarks>What an element was repeated to is summed by the transform.</remarks>
    internal static readonly Rule Expand = new((_, dY) => dY);

    internal static readonly Rule Tile = new((n, dY) =>
    {
        int[] repeats = [.. n.X.Shape.Zip(dY.Shape, (size, whole) => whole / Math.Max(size, 1))];
        return dY.Reshape([.. repeats.Zip(n.X.Shape).SelectMany(axis => (int[])[axis.First, axis.Second])])
            .Sum([.. Enumerable.Range(0, repeats.Length).Select(axis => 2 * axis)], keepDims: false);
    });
}
