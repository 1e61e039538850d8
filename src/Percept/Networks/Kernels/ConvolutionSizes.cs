using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>The sizes of a convolution of images that our kernels compute: of one group, not dilated.</summary>
sealed class ConvolutionSizes
{
    internal ConvolutionSizes(KernelSettings settings)
    {
        var (x, w, y, strides, pads) = (settings["x"], settings["w"], settings["y"], settings["strides"], settings["pads"]);
        (Batch, Channels, Height, Width) = (x[0], x[1], x[2], x[3]);
        (Filters, KernelHeight, KernelWidth, OutputHeight, OutputWidth) = (w[0], w[2], w[3], y[2], y[3]);
        (Down, Across, Top, Left) = (strides[0], strides[1], pads[0], pads[1]);
    }

    internal int Batch { get; }

    internal int Channels { get; }

    internal int Height { get; }

    internal int Width { get; }

    internal int Filters { get; }

    internal int KernelHeight { get; }

    internal int KernelWidth { get; }

    internal int OutputHeight { get; }

    internal int OutputWidth { get; }

    internal int Down { get; }

    internal int Across { get; }

    internal int Top { get; }

    internal int Left { get; }

    internal int[] X => [Batch, Channels, Height, Width];

    internal int[] W => [Filters, Channels, KernelHeight, KernelWidth];

    internal int[] Y => [Batch, Filters, OutputHeight, OutputWidth];

    internal int Image => Channels * Height * Width;

    internal int Output => Filters * OutputHeight * OutputWidth;

    internal int Weights => Filters * Channels * KernelHeight * KernelWidth;

    /// <summary>The image and what the windows see around it.</summary>
    internal (int Height, int Width, int Top, int Left) Frame => (((OutputHeight - 1) * Down) + KernelHeight, ((OutputWidth - 1) * Across) + KernelWidth, Top, Left);

    internal static int Padded(int count) => (count + GemmMicrokernel.Columns - 1) / GemmMicrokernel.Columns * GemmMicrokernel.Columns;

    internal static int RoundedUp(int count) => (count + GemmMicrokernel.Rows - 1) / GemmMicrokernel.Rows * GemmMicrokernel.Rows;

    /// <summary>Settings of a node that computes one of such a convolution's three products; null where our kernels do not.</summary>
    internal static Attributes? Of(Window window, Shape x, Shape w, Shape y, Shape result) =>
        GemmMicrokernel.IsSupported ? Settings(window, x, w, y, result) : null;

    /// <summary>The same for weights that are not known; null also where the runtime's operators are as fast.</summary>
    /// <remarks>Measured on AVX2: with a single tap too little is computed of what is turned, and tiles of which much lies beyond a row waste as much.</remarks>
    internal static Attributes? OfTrained(Window window, Shape x, Shape w, Shape y, Shape result) =>
        GemmMicrokernel.Lanes >= Simd512.Count || (window.Kernel.Any(size => size > 1) && RoundedUp(y[^1]) * 4 <= y[^1] * 5) ? Of(window, x, w, y, result) : null;

    /// <summary>The same on any processor; where it has no vector registers our kernels are right but slow.</summary>
    internal static Attributes? Settings(Window window, Shape x, Shape w, Shape y, Shape result) =>
        window.Rank == 2 && window.Group == 1 && window.Dilations.All(dilation => dilation == 1)
            ? new()
            {
                [OwnOperators.Shape] = (int[])[.. result],
                ["x"] = (int[])[.. x],
                ["w"] = (int[])[.. w],
                ["y"] = (int[])[.. y],
                ["strides"] = window.Strides,
                ["pads"] = window.Before,
            }
            : null;
}
