using Percept.Onnx.Graphs;

namespace Percept.Onnx.Reaches.Traces;

/// <summary>Operators that give the same elements other axes, or an order of them.</summary>
static class Reshaping
{
    internal static Dictionary<string, Trace> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Reshape"] = Reshape,
        ["Flatten"] = Reshape,
        ["Squeeze"] = Reshape,
        ["Unsqueeze"] = Reshape,
        ["Transpose"] = step => Transpose(step.At, step.Node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, step.From.Rank).Reverse()]),
        ["DepthToSpace"] = DepthToSpace,
        ["SpaceToDepth"] = SpaceToDepth,
    };

    static Region? Reshape(Step step) => step.Input == 0 ? Regrouping.Of(step.From, step.To, step.At, step.IsFilled) : null;

    static Region Transpose(Region at, int[] order) => new(Enumerable.Range(0, order.Length).Select(axis => at[Array.IndexOf(order, axis)]));

    /// <remarks>As ONNX defines it: the channels are split into blocks and others, moved, and merged with rows and columns.</remarks>
    static Region DepthToSpace(Step step)
    {
        var (x, block) = (step.From, step.Node.Int("blocksize"));
        var depth = x[1] / (block * block);
        var columnsFirst = step.Node.Text("mode", or: "DCR") == "DCR";
        Shape split = columnsFirst ? [x[0], block, block, depth, x[2], x[3]] : [x[0], depth, block, block, x[2], x[3]];
        int[] order = columnsFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
        return Moved(step, split, order);
    }

    static Region SpaceToDepth(Step step)
    {
        var (x, block) = (step.From, step.Node.Int("blocksize"));
        return Moved(step, [x[0], x[1], x[2] / block, block, x[3] / block, block], [0, 3, 5, 1, 2, 4]);
    }

    static Region Moved(Step step, Shape split, int[] order)
    {
        Shape moved = [.. order.Select(axis => split[axis])];
        return Regrouping.Of(step.From, split, Transpose(Regrouping.Of(moved, step.To, step.At, step.IsFilled), order), step.IsFilled);
    }
}
