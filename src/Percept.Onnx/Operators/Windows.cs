using System.Runtime.CompilerServices;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>The positions that a window over the spatial axes reads.</summary>
static class Windows
{
    /// <summary>Windows as read from their nodes, which takes longer than to look through them.</summary>
    static readonly ConditionalWeakTable<Node, Window> windows = [];

    /// <summary>A node's window.</summary>
    internal static Window Of(Node node) => windows.GetValue(node, node.Operator == "ConvTranspose" ? NodeWindows.TransposedWindow : NodeWindows.Window);

    /// <summary>The input channels of the groups that some output channels are in.</summary>
    internal static IndexSet? Channels(Step step, int groups)
    {
        var (inputs, outputs) = (step.From[1] / groups, step.To[1] / groups);
        return groups == 1 ? step.At[1] is null ? null : step.All(1)
            : step.At[1]?.Map(channel => (channel / outputs * inputs, (channel / outputs * inputs) + inputs - 1));
    }

    /// <summary>The places where a window's taps lie.</summary>
    internal static IndexSet? Taps(IndexSet? places, Window window, int axis)
    {
        var (kernel, stride, dilation, before) = (window.Kernel[axis], window.Strides[axis], window.Dilations[axis], window.Before[axis]);
        if (places is null) return null;
        if (dilation == 1 || kernel == 1)
            return stride <= kernel
                ? IndexSet.Of(places.Runs.Select(run => ((run.First * stride) - before, (run.Last * stride) - before + kernel - 1)))
                : places.Map(place => ((place * stride) - before, (place * stride) - before + kernel - 1));
        return IndexSet.Of(
            from place in places
            from tap in Enumerable.Range(0, kernel)
            let index = (place * stride) - before + (tap * dilation)
            select (index, index));
    }

    /// <summary>The places from which a transposed window has a tap on these indices.</summary>
    internal static IndexSet? Sources(IndexSet? indices, Window window, int axis)
    {
        var (kernel, stride, dilation, before) = (window.Kernel[axis], window.Strides[axis], window.Dilations[axis], window.Before[axis]);
        return indices is null ? null : IndexSet.Of(
            from index in indices
            from tap in Enumerable.Range(0, kernel)
            let at = index + before - (tap * dilation)
            where at % stride == 0
            select (at / stride, at / stride));
    }
}
