using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Percept.Networks.Kernels;

/// <summary>The adjoint of a convolution in its weights: for each tap and channel, what it saw, multiplied by dY and summed.</summary>
/// <remarks>The images form a fixed number of parts that are summed in order, so that the result does not depend on the threads.</remarks>
sealed unsafe class ConvolutionWeightGradient : Kernel
{
    const int MostParts = 8;

    readonly ConvolutionSizes sizes;

    ConvolutionWeightGradient(KernelSettings settings) => sizes = new(settings);

    internal static KernelDefinition Definition { get; } = new("ConvolutionWeightGradient", Inputs: 2, settings => new ConvolutionWeightGradient(settings));

    internal override void Compute(KernelRun run)
    {
        var (s, pitch, frame) = (sizes, ConvolutionSizes.Padded(sizes.Filters), sizes.Frame);
        float* x = run.Input(0, s.Batch * s.Image).Start, dY = run.Input(1, s.Batch * s.Output).Start, dW = run.Output(s.W).Start;
        var (taps, parts, area) = (s.KernelWidth * s.Channels, Math.Min(MostParts, s.Batch), s.OutputHeight * s.OutputWidth);
        var rows = ConvolutionSizes.RoundedUp(taps);
        var size = s.KernelHeight * rows * pitch;
        using var sums = new Scratch(parts * size);
        var all = sums.Start;

        run.ForEach(parts, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            using var seen = new Scratch((frame.Height * frame.Width * s.Channels) + GemmMicrokernel.Rows);
            using var weighted = new Scratch(area * GemmMicrokernel.Columns);
            var (first, end) = (part * s.Batch / parts, (part + 1) * s.Batch / parts);
            for (var image = first; image < end; image++)
            {
                ChannelsLast.Pack(x + (image * s.Image), (s.Channels, s.Height, s.Width), seen.Start, frame, s.Channels);
                for (var filter = 0; filter < pitch; filter += GemmMicrokernel.Columns)
                {
                    var planes = (Math.Min(GemmMicrokernel.Columns, s.Filters - filter), s.OutputHeight, s.OutputWidth);
                    ChannelsLast.Pack(dY + (image * s.Output) + (filter * area), planes, weighted.Start, (s.OutputHeight, s.OutputWidth, 0, 0), GemmMicrokernel.Columns);
                    for (var v = 0; v < s.KernelHeight; v++)
                        for (var tap = 0; tap < taps; tap += GemmMicrokernel.Rows)
                            GemmMicrokernel.Multiply(
                                seen.Start + (v * frame.Width * s.Channels) + tap, 1, (s.Across * s.Channels, s.Down * frame.Width * s.Channels),
                                weighted.Start, (GemmMicrokernel.Columns, s.OutputWidth * GemmMicrokernel.Columns), (s.OutputWidth, s.OutputHeight),
                                all + (part * size) + (((v * rows) + tap) * pitch) + filter, pitch, adds: image > first);
                }
            }
        });

        var total = new Span<float>(all, size);
        for (var part = 1; part < parts; part++) TensorPrimitives.Add(total, new Span<float>(all + (part * size), size), total);
        for (var filter = 0; filter < s.Filters; filter++)
            for (var channel = 0; channel < s.Channels; channel++)
                for (var v = 0; v < s.KernelHeight; v++)
                    for (var h = 0; h < s.KernelWidth; h++)
                        *dW++ = all[(((v * rows) + (h * s.Channels) + channel) * pitch) + filter];
    }
}
