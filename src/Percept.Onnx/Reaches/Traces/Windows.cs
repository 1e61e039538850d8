using System.Runtime.CompilerServices;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Reaches.Traces;

/// <summary>Convolutions, pools, and what else slides a window over the spatial axes.</summary>
static class Windows
{
    internal static Dictionary<string, Trace> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTranspose,
        ["MaxPool"] = Pool,
        ["AveragePool"] = Pool,
        ["LpPool"] = Pool,
        ["Resize"] = Resizing.Resize,
    };

    /// <summary>Windows as read from their nodes, which takes longer than to look through them.</summary>
    static readonly ConditionalWeakTable<Node, Window> windows = [];

    static Region Pool(Step step)
    {
        var window = windows.GetValue(step.Node, NodeWindows.Window);
        return new(step.At.Axes.Select((set, axis) => axis < 2 ? set : Taps(set, window, axis - 2)));
    }

    static Region Conv(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var window = windows.GetValue(step.Node, NodeWindows.Window);
        return new(step.At.Axes.Select((set, axis) => axis == 0 ? set : axis == 1 ? Channels(step, window.Group) : Taps(set, window, axis - 2)));
    }

    static Region ConvTranspose(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var window = windows.GetValue(step.Node, NodeWindows.TransposedWindow);
        return new(step.At.Axes.Select((set, axis) => axis == 0 ? set : axis == 1 ? Channels(step, window.Group) : Sources(set, window, axis - 2)));
    }

    /// <summary>The input channels of the groups that some output channels are in.</summary>
    static IndexSet? Channels(Step step, int groups)
    {
        var (inputs, outputs) = (step.From[1] / groups, step.To[1] / groups);
        return groups == 1 ? step.At[1] is null ? null : step.All(1)
            : step.At[1]?.Map(channel => (channel / outputs * inputs, (channel / outputs * inputs) + inputs - 1));
    }

    /// <summary>The places where a window's taps lie.</summary>
    static IndexSet? Taps(IndexSet? places, Window window, int axis)
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
    static IndexSet? Sources(IndexSet? indices, Window window, int axis)
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
