using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Percept.Networks.Kernels;

/// <summary>Planes of channels brought into rows of pixels that hold all channels side by side, and back.</summary>
static unsafe class ChannelsLast
{
    /// <summary>Numbers that change places together, in registers.</summary>
    const int Block = 4;

    /// <summary>Writes an image with its channels last, inside a frame of zeros; what lies outside of the frame is cropped.</summary>
    /// <param name="planes">The image, channels x height x width.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="to">The frame, height x width x pitch, which is written as a whole.</param>
    /// <param name="frame">The frame's height and width, and where the image begins in it.</param>
    /// <param name="pitch">From one pixel of the frame to the next; at least the number of channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pack(float* planes, (int Channels, int Height, int Width) sizes, float* to, (int Height, int Width, int Top, int Left) frame, int pitch)
    {
        var (first, end) = (Math.Max(0, -frame.Left), Math.Min(sizes.Width, frame.Width - frame.Left));
        if (pitch != sizes.Channels || end - first < frame.Width || frame.Top > 0 || frame.Top + sizes.Height < frame.Height) new Span<float>(to, frame.Height * frame.Width * pitch).Clear();
        for (var row = Math.Max(0, -frame.Top); row < Math.Min(sizes.Height, frame.Height - frame.Top); row++)
            Transpose(planes + (row * sizes.Width) + first, sizes.Height * sizes.Width, sizes.Channels, to + ((((row + frame.Top) * frame.Width) + frame.Left + first) * pitch), pitch, end - first);
    }

    /// <summary>Writes filters, filters x channels x height x width, as one row for each tap and channel, block by block of as many filters as a tile has columns, with zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pack(float* filters, (int Channels, int Height, int Width) sizes, int count, float* to)
    {
        var area = sizes.Height * sizes.Width;
        for (var first = 0; first < count; first += GemmMicrokernel.Columns)
            for (var tap = 0; tap < area; tap++)
                for (var channel = 0; channel < sizes.Channels; channel++, to += GemmMicrokernel.Columns)
                {
                    var used = Math.Min(GemmMicrokernel.Columns, count - first);
                    new Span<float>(to + used, GemmMicrokernel.Columns - used).Clear();
                    for (var filter = 0; filter < used; filter++) to[filter] = filters[((((first + filter) * sizes.Channels) + channel) * area) + tap];
                }
    }

    /// <summary>Writes pixels with their channels last as planes.</summary>
    /// <param name="from">The pixels, row by row.</param>
    /// <param name="pitch">From one pixel to the next, and from one row to the next.</param>
    /// <param name="planes">The image, channels x height x width.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="plane">From one plane to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Unpack(float* from, (int Pixel, int Row) pitch, float* planes, (int Channels, int Height, int Width) sizes, int plane)
    {
        for (var row = 0; row < sizes.Height; row++)
            Transpose(from + (row * pitch.Row), pitch.Pixel, sizes.Width, planes + (row * sizes.Width), plane, sizes.Channels);
    }

    /// <summary>to[j, i] = from[i, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transpose(float* from, nint fromPitch, int rows, float* to, nint toPitch, int columns)
    {
        var (wholeRows, wholeColumns) = (rows - (rows % Block), columns - (columns % Block));
        for (var i = 0; i < wholeRows; i += Block)
            for (var j = 0; j < wholeColumns; j += Block)
            {
                float* source = from + (i * fromPitch) + j, target = to + (j * toPitch) + i;
                var (a, b) = (Vector128.Load(source), Vector128.Load(source + fromPitch));
                var (c, d) = (Vector128.Load(source + (2 * fromPitch)), Vector128.Load(source + (3 * fromPitch)));
                var ((acLow, acHigh), (bdLow, bdHigh)) = (Zip(a, c), Zip(b, d));
                var ((first, second), (third, fourth)) = (Zip(acLow, bdLow), Zip(acHigh, bdHigh));
                first.Store(target);
                second.Store(target + toPitch);
                third.Store(target + (2 * toPitch));
                fourth.Store(target + (3 * toPitch));
            }

        for (var i = 0; i < rows; i++)
            for (var j = i < wholeRows ? wholeColumns : 0; j < columns; j++) to[(j * toPitch) + i] = from[(i * fromPitch) + j];
    }

    /// <summary>The numbers of two registers by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector128<float> Low, Vector128<float> High) Zip(Vector128<float> x, Vector128<float> y) =>
        AdvSimd.Arm64.IsSupported ? (AdvSimd.Arm64.ZipLow(x, y), AdvSimd.Arm64.ZipHigh(x, y)) : (Sse.UnpackLow(x, y), Sse.UnpackHigh(x, y));
}
