using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>What operators that work along an axis have in common.</summary>
static class Axes
{
    /// <summary>The first input's type and shape, where it has the axis.</summary>
    internal static IReadOnlyList<Shape?> AlongAxis(Node node)
    {
        node.X.Shape.Axis(node.Int("axis", or: -1));
        return Elementwise.First(node);
    }

    /// <summary>The axis that a node names.</summary>
    internal static int Axis(Step step, int or = 0) => step.Node.X.Shape.Axis(step.Node.Int("axis", or));

    /// <summary>All of the axis that a node names.</summary>
    internal static Region Line(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var along = Axis(step, or: -1);
        return step.Mixed(axis => axis == along);
    }

    /// <summary>All of the positions of a channel.</summary>
    internal static Region Space(Step step) => step.Input == 0 ? step.Mixed(axis => axis >= 2) : step.Everything;

    /// <summary>The axes named by an input, counted from the start of a tensor of that rank.</summary>
    internal static int[]? Named(Node node, int input, int rank) => node.Constant(input)?.ToInts() is not { } axes ? null
        : [.. axes.Select(axis => axis >= -rank && axis < rank ? (axis + rank) % rank : throw new GraphException($"there is no axis {axis} among {rank}."))];

    /// <summary>All axes behind the batch and the channels.</summary>
    internal static int[] SpatialAxes(Value x) => [.. Enumerable.Range(2, x.Shape.Rank - 2)];

    /// <summary>All axes but the channels.</summary>
    internal static int[] AllButChannels(Value x) => [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => axis != 1)];

    /// <summary>The sum over all but the channels.</summary>
    internal static Value SumOfChannels(Value dY) => dY.Sum(AllButChannels(dY), keepDims: false);
}
