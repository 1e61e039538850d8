using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Percept.Networks.Kernels;

/// <summary>A convolution whose weights are only known when it runs, as in training.</summary>
/// <remarks>
/// With the channels of a pixel side by side, what a window sees in one row is one run of numbers; so a convolution is, for each
/// pixel, the product of a few runs with the weights, without any copies of windows.
/// </remarks>
sealed unsafe class Convolution : Kernel
{
    readonly ConvolutionSizes sizes;
    readonly bool biased;

    Convolution(KernelSettings settings, bool biased) => (sizes, this.biased) = (new(settings), biased);

    internal static KernelDefinition Definition { get; } = new("Convolution", Inputs: 2, settings => new Convolution(settings, biased: false));

    internal static KernelDefinition WithBias { get; } = new("BiasedConvolution", Inputs: 3, settings => new Convolution(settings, biased: true));

    internal override void Compute(KernelRun run)
    {
        var s = sizes;
        var (pitch, columns, taps, frame) = (ConvolutionSizes.Padded(s.Filters), ConvolutionSizes.RoundedUp(s.OutputWidth), s.KernelWidth * s.Channels, s.Frame);
        float* x = run.Input(0, s.Batch * s.Image).Start, w = run.Input(1, s.Weights).Start, bias = biased ? run.Input(2, s.Filters).Start : null, y = run.Output(s.Y).Start;
        using var weights = new Scratch(s.KernelHeight * taps * pitch);
        var rows = weights.Start;
        ChannelsLast.Pack(w, (s.Channels, s.KernelHeight, s.KernelWidth), s.Filters, rows);

        run.ForEach(s.Batch, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (image) =>
        {
            using var seen = new Scratch(((frame.Height * frame.Width) + (GemmMicrokernel.Rows * s.Across)) * s.Channels);
            using var found = new Scratch(s.OutputHeight * columns * pitch);
            ChannelsLast.Pack(x + (image * s.Image), (s.Channels, s.Height, s.Width), seen.Start, frame, s.Channels);
            for (var filter = 0; filter < pitch; filter += GemmMicrokernel.Columns)
                for (var row = 0; row < s.OutputHeight; row++)
                    for (var column = 0; column < s.OutputWidth; column += GemmMicrokernel.Rows)
                        GemmMicrokernel.Multiply(
                            seen.Start + (((row * s.Down * frame.Width) + (column * s.Across)) * s.Channels), s.Across * s.Channels, (1, frame.Width * s.Channels),
                            rows + (filter * s.KernelHeight * taps), (GemmMicrokernel.Columns, taps * GemmMicrokernel.Columns), (taps, s.KernelHeight),
                            found.Start + (((row * columns) + column) * pitch) + filter, pitch, adds: false);
            ChannelsLast.Unpack(found.Start, (pitch, columns * pitch), y + (image * s.Output), (s.Filters, s.OutputHeight, s.OutputWidth), s.OutputHeight * s.OutputWidth);
            if (bias is null) return;
            for (var filter = 0; filter < s.Filters; filter++)
            {
                var plane = new Span<float>(y + (image * s.Output) + (filter * s.OutputHeight * s.OutputWidth), s.OutputHeight * s.OutputWidth);
                TensorPrimitives.Add(plane, bias[filter], plane);
            }
        });
    }
}
