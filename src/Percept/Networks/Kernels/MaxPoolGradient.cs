using System.Buffers;
using System.Numerics;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>The gradient of a maximum pool over planes: each dY goes to the first element of its window that equals y.</summary>
/// <remarks>
/// Standard operators need the pool's indices, by a kernel of the runtime that takes twenty times as long as the pool itself.
/// Here the columns of a plane are sorted by their remainder to the stride, so that what neighbouring windows see through one
/// tap are neighbours, and a vector holds them: first to find each window's tap, then to collect for each element what comes to it.
/// </remarks>
sealed class MaxPoolGradient : Kernel
{
    readonly int[] shape, outputs, kernel, strides, before;

    /// <summary>The columns of one remainder, the length of their row, of a row of windows, and the zeros that lie before the latter.</summary>
    readonly int used, columns, places, lead;

    /// <summary>How far each tap lies from the first, among the sorted columns.</summary>
    readonly int[] offsets;

    MaxPoolGradient(KernelSettings settings)
    {
        shape = settings[OwnOperators.Shape];
        (outputs, kernel, strides, before) = (settings["output"], settings["kernel_shape"], settings["strides"], settings["pads"]);
        lead = (kernel[1] - 1) / strides[1];
        used = ((shape[3] - 1 + before[1]) / strides[1]) + 1;
        columns = Math.Max(RoundUp(outputs[1]) + lead, RoundUp(used));
        places = columns + Vector<float>.Count + lead;
        offsets = [.. Enumerable.Range(0, kernel[0] * kernel[1]).Select(tap => Start(tap / kernel[1], tap % kernel[1] % strides[1]) + (tap % kernel[1] / strides[1]))];
    }

    internal static KernelDefinition Definition { get; } = new("MaxPoolGradient", Inputs: 3, settings => new MaxPoolGradient(settings));

    internal override void Compute(KernelRun run)
    {
        var (planes, size, count) = (shape[0] * shape[1], shape[2] * shape[3], outputs[0] * outputs[1]);
        var (x, y, dY, dX) = (run.Input(0, planes * size), run.Input(1, planes * count), run.Input(2, planes * count), run.Output(shape));
        run.ForEach(planes, plane =>
        {
            var numbers = ArrayPool<float>.Shared.Rent((shape[2] * strides[1] * columns) + ((outputs[0] + 1) * places));
            var taps = ArrayPool<int>.Shared.Rent(outputs[0] * places);
            // A window may be as large as an image, and a thread's stack is not.
            var windows = ArrayPool<(int, int)>.Shared.Rent(kernel[0] * kernel[1]);
            var seen = numbers.AsSpan(0, shape[2] * strides[1] * columns);
            var shares = numbers.AsSpan(seen.Length, (outputs[0] + 1) * places);
            FindTaps(x.Slice(plane * size, size), y.Slice(plane * count, count), seen, shares[..places], taps);
            Collect(dY.Slice(plane * count, count), taps, windows, shares, seen, dX.Slice(plane * size, size));
            ArrayPool<float>.Shared.Return(numbers);
            ArrayPool<int>.Shared.Return(taps);
            ArrayPool<(int, int)>.Shared.Return(windows);
        });
    }

    /// <summary>Finds through which tap each window sees its maximum; the first, where several do.</summary>
    void FindTaps(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> seen, Span<float> maxima, Span<int> taps)
    {
        // Nothing equals NaN: what lies beyond the image is never the maximum.
        seen.Fill(float.NaN);
        maxima.Fill(float.NaN);
        for (var row = 0; row < shape[2]; row++) Sort(x.Slice(row * shape[3], shape[3]), seen, row);
        for (var row = 0; row < outputs[0]; row++)
        {
            y.Slice(row * outputs[1], outputs[1]).CopyTo(maxima);
            var top = (row * strides[0]) - before[0];
            var (first, end) = (Math.Max(-top, 0) * kernel[1], Math.Min(kernel[0], shape[2] - top) * kernel[1]);
            for (var column = 0; column < outputs[1]; column += Vector<float>.Count)
            {
                var (maximum, found, start) = (Vector.Create<float>(maxima[column..]), Vector<int>.AllBitsSet, Start(top, 0) + column);
                for (var tap = end - 1; tap >= first; tap--)
                    found = Vector.ConditionalSelect(Vector.Equals(Vector.Create<float>(seen[(start + offsets[tap])..]), maximum), Vector.Create(tap), found);
                found.CopyTo(taps[((row * places) + lead + column)..]);
            }
        }
    }

    /// <summary>Adds up what comes to each element from the windows that see it.</summary>
    void Collect(ReadOnlySpan<float> dY, ReadOnlySpan<int> taps, Span<(int Place, int Tap)> windows, Span<float> shares, Span<float> sums, Span<float> dX)
    {
        shares.Clear();
        for (var row = 0; row < outputs[0]; row++) dY.Slice(row * outputs[1], outputs[1]).CopyTo(shares[((row * places) + lead)..]);
        for (var row = 0; row < shape[2]; row++)
        {
            for (var phase = 0; phase < strides[1]; phase++)
            {
                var seers = windows[..Seers(row, phase, windows)];
                for (var column = 0; column < used; column += Vector<float>.Count)
                {
                    var sum = Vector<float>.Zero;
                    foreach (var (place, tap) in seers)
                    {
                        var mine = Vector.Equals(Vector.Create<int>(taps[(place + column)..]), Vector.Create(tap));
                        sum += Vector.Create<float>(shares[(place + column)..]) & Vector.AsVectorSingle(mine);
                    }

                    sum.CopyTo(sums[((phase * columns) + column)..]);
                }
            }

            Unsort(sums, dX.Slice(row * shape[3], shape[3]));
        }
    }

    /// <summary>The windows that see a row's columns of one remainder, where they begin, and through which taps; how many they are.</summary>
    int Seers(int row, int phase, Span<(int Place, int Tap)> windows)
    {
        var count = 0;
        for (var v = (row + before[0]) % strides[0]; v < kernel[0] && v <= row + before[0]; v += strides[0])
        {
            var window = (row + before[0] - v) / strides[0];
            if (window >= outputs[0]) continue;
            for (var h = phase; h < kernel[1]; h += strides[1]) windows[count++] = ((window * places) + lead - (h / strides[1]), (v * kernel[1]) + h);
        }

        return count;
    }

    int Start(int row, int phase) => ((row * strides[1]) + phase) * columns;

    void Sort(ReadOnlySpan<float> from, Span<float> to, int row)
    {
        var (first, stride) = (before[1], strides[1]);
        if (stride == 1) from.CopyTo(to[(Start(row, 0) + first)..]);
        else if (stride == 2) Columns.Split(from, to[(Start(row, first % 2) + (first / 2))..], to[(Start(row, (first + 1) % 2) + ((first + 1) / 2))..]);
        else for (var column = 0; column < from.Length; column++) to[Start(row, (first + column) % stride) + ((first + column) / stride)] = from[column];
    }

    void Unsort(ReadOnlySpan<float> from, Span<float> to)
    {
        var (first, stride) = (before[1], strides[1]);
        if (stride == 1) from.Slice(first, to.Length).CopyTo(to);
        else if (stride == 2) Columns.Join(from[(Start(0, first % 2) + (first / 2))..], from[(Start(0, (first + 1) % 2) + ((first + 1) / 2))..], to);
        else for (var column = 0; column < to.Length; column++) to[column] = from[Start(0, (first + column) % stride) + ((first + column) / stride)];
    }

    static int RoundUp(int length) => (length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
}
