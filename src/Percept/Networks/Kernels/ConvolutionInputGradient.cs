using System.Runtime.CompilerServices;

namespace Percept.Networks.Kernels;

/// <summary>The adjoint of a convolution in its input: for each remainder of a place to the strides, a convolution with the taps that reach it.</summary>
sealed unsafe class ConvolutionInputGradient : Kernel
{
    readonly ConvolutionSizes sizes;
    readonly Reached[] down, across;

    /// <summary>How many zeros are needed around dY.</summary>
    readonly int lead, leadAcross;

    ConvolutionInputGradient(KernelSettings settings)
    {
        var s = sizes = new(settings);
        down = [.. Enumerable.Range(0, s.Down).Select(phase => Reached.Of(phase, s.KernelHeight, s.Down, s.Top))];
        across = [.. Enumerable.Range(0, s.Across).Select(phase => Reached.Of(phase, s.KernelWidth, s.Across, s.Left))];
        (lead, leadAcross) = (Math.Max(0, -down.Min(reached => reached.First)), Math.Max(0, -across.Min(reached => reached.First)));
    }

    internal static KernelDefinition Definition { get; } = new("ConvolutionInputGradient", Inputs: 2, settings => new ConvolutionInputGradient(settings));

    /// <summary>The taps that reach one remainder, from the last on; the place of the output that the first of them comes from.</summary>
    readonly record struct Reached(int[] Taps, int First)
    {
        internal static Reached Of(int phase, int kernel, int stride, int before)
        {
            int[] taps = [.. Enumerable.Range(0, kernel).Reverse().Where(tap => (phase + before - tap) % stride == 0)];
            return new(taps, taps.Length == 0 ? 0 : (phase + before - taps[0]) / stride);
        }

        internal int Last => First + Taps.Length;
    }

    internal override void Compute(KernelRun run)
    {
        var (s, pitch) = (sizes, ConvolutionSizes.Padded(sizes.Channels));
        float* dY = run.Input(0, s.Batch * s.Output).Start, w = run.Input(1, s.Weights).Start, dX = run.Output(s.X).Start;
        var frame = (
            Height: lead + Math.Max(s.OutputHeight, ((s.Height + s.Down - 1) / s.Down) + down.Max(reached => reached.Last)),
            Width: leadAcross + Math.Max(s.OutputWidth, ((s.Width + s.Across - 1) / s.Across) + across.Max(reached => reached.Last)), lead, leadAcross);

        using var weights = new Scratch(s.KernelHeight * s.KernelWidth * s.Filters * pitch);
        var turned = weights.Start;
        var starts = Turn(w, turned, pitch);
        // Each remainder's columns fill whole tiles, so that none runs into another row.
        var columns = ConvolutionSizes.RoundedUp((s.Width + s.Across - 1) / s.Across) * s.Across;
        var isSparse = down.Concat(across).Any(reached => reached.Taps.Length == 0);

        run.ForEach(s.Batch, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (image) =>
        {
            using var seen = new Scratch(((frame.Height * frame.Width) + GemmMicrokernel.Rows) * s.Filters);
            using var found = new Scratch(s.Height * columns * pitch);
            ChannelsLast.Pack(dY + (image * s.Output), (s.Filters, s.OutputHeight, s.OutputWidth), seen.Start, frame, s.Filters);
            if (isSparse) new Span<float>(found.Start, s.Height * columns * pitch).Clear();
            for (var i = 0; i < down.Length; i++)
                for (var j = 0; j < across.Length; j++) Phase(i, j, turned + starts[(i * across.Length) + j], seen.Start, found.Start);
            ChannelsLast.Unpack(found.Start, (pitch, columns * pitch), dX + (image * s.Image), (s.Channels, s.Height, s.Width), s.Height * s.Width);
        });

        void Phase(int i, int j, float* rows, float* seen, float* found)
        {
            var (v, h) = (down[i], across[j]);
            var taps = h.Taps.Length * s.Filters;
            if (taps == 0 || v.Taps.Length == 0) return;
            for (var channel = 0; channel < pitch; channel += GemmMicrokernel.Columns)
                for (var row = i; row < s.Height; row += s.Down)
                    for (var column = j; column < s.Width; column += GemmMicrokernel.Rows * s.Across)
                        GemmMicrokernel.Multiply(
                            seen + (((((row / s.Down) + v.First + lead) * frame.Width) + (column / s.Across) + h.First + leadAcross) * s.Filters), s.Filters, (1, frame.Width * s.Filters),
                            rows + (channel * taps * v.Taps.Length), (GemmMicrokernel.Columns, taps * GemmMicrokernel.Columns), (taps, v.Taps.Length),
                            found + (((row * columns) + column) * pitch) + channel, s.Across * pitch, adds: false);
        }
    }

    /// <summary>The weights with inputs and outputs exchanged, remainder by remainder, and in each block by block of channels; where each remainder's begin.</summary>
    int[] Turn(float* w, float* turned, int pitch)
    {
        var (s, at, starts) = (sizes, 0, new List<int>());
        foreach (var v in down)
            foreach (var h in across)
            {
                starts.Add(at);
                for (var first = 0; first < pitch; first += GemmMicrokernel.Columns)
                    foreach (var y in v.Taps)
                        foreach (var x in h.Taps)
                            for (var filter = 0; filter < s.Filters; filter++, at += GemmMicrokernel.Columns)
                            {
                                var row = new Span<float>(turned + at, GemmMicrokernel.Columns);
                                var used = Math.Min(GemmMicrokernel.Columns, s.Channels - first);
                                row[used..].Clear();
                                for (var channel = 0; channel < used; channel++) row[channel] = w[((((filter * s.Channels) + first + channel) * s.KernelHeight) + y) * s.KernelWidth + x];
                            }
            }

        return [.. starts];
    }
}
