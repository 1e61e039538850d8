using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>What one output phase of a strided convolution's adjoint sees along one axis: dX[stride·q + phase] = Σ w[tap]·dY[q + place].</summary>
/// <param name="Taps">The kernel's taps that reach this phase, by increasing place.</param>
/// <param name="First">The place of the first of them.</param>
/// <param name="Step">The distance between their places.</param>
readonly record struct Phase(int[] Taps, int First, int Step)
{
    internal int Last => First + ((Taps.Length - 1) * Step);

    /// <summary>The tap at a place; -1 where there is none.</summary>
    internal int At(int place) => (place - First) % Step == 0 && place >= First && place <= Last ? Taps[(place - First) / Step] : -1;
}

/// <summary>The phases of a window's strides.</summary>
static class Phases
{
    /// <summary>The phases along an axis, as many as the stride.</summary>
    internal static Phase[] Of(Window window, int axis)
    {
        var (stride, dilation, before) = (window.Strides[axis], window.Dilations[axis], window.Before[axis]);
        return [.. Enumerable.Range(0, stride).Select(phase =>
        {
            int Place(int tap) => (phase + before - (tap * dilation)) / stride;
            int[] taps = [.. Enumerable.Range(0, window.Kernel[axis]).Reverse().Where(tap => (phase + before - (tap * dilation)) % stride == 0)];
            return new Phase(taps, taps.Length == 0 ? 0 : Place(taps[0]), taps.Length < 2 ? 1 : Place(taps[1]) - Place(taps[0]));
        })];
    }

    /// <summary>The place of an index among those of a box, the last axis fastest.</summary>
    internal static int Offset(int[] index, int[] sizes) => index.Zip(sizes).Aggregate(0, (offset, axis) => (offset * axis.Second) + axis.First);
}
