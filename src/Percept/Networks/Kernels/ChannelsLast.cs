namespace Percept.Networks.Kernels;

/// <summary>Planes of channels brought into rows of pixels that hold all channels side by side, and back.</summary>
static unsafe class ChannelsLast
{
    /// <summary>Pixels and channels that are moved together, so that both sides stay in the fastest memory.</summary>
    const int Block = 16;

    /// <summary>Writes an image with its channels last, inside a frame of zeros; what lies outside of the frame is cropped.</summary>
    /// <param name="planes">The image, channels x height x width.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="to">The frame, height x width x pitch, which is written as a whole.</param>
    /// <param name="frame">The frame's height and width, and where the image begins in it.</param>
    /// <param name="pitch">From one pixel of the frame to the next; at least the number of channels.</param>
    internal static void Pack(float* planes, (int Channels, int Height, int Width) sizes, float* to, (int Height, int Width, int Top, int Left) frame, int pitch)
    {
        new Span<float>(to, frame.Height * frame.Width * pitch).Clear();
        var (first, end) = (Math.Max(0, -frame.Left), Math.Min(sizes.Width, frame.Width - frame.Left));
        for (var row = Math.Max(0, -frame.Top); row < Math.Min(sizes.Height, frame.Height - frame.Top); row++)
            for (var block = 0; block < sizes.Channels; block += Block)
            {
                var last = Math.Min(block + Block, sizes.Channels);
                for (var start = first; start < end; start += Block)
                    for (var channel = block; channel < last; channel++)
                    {
                        float* from = planes + (((channel * sizes.Height) + row) * sizes.Width);
                        float* pixel = to + (((((row + frame.Top) * frame.Width) + frame.Left + start) * pitch) + channel);
                        for (var column = start; column < Math.Min(start + Block, end); column++, pixel += pitch) *pixel = from[column];
                    }
            }
    }

    /// <summary>Writes filters, filters x channels x height x width, as one row of all filters for each tap and channel, with zeros behind them.</summary>
    internal static void Pack(float* filters, (int Channels, int Height, int Width) sizes, int count, float* to, int pitch)
    {
        var area = sizes.Height * sizes.Width;
        for (var tap = 0; tap < area; tap++)
            for (var channel = 0; channel < sizes.Channels; channel++, to += pitch)
            {
                new Span<float>(to + count, pitch - count).Clear();
                for (var filter = 0; filter < count; filter++) to[filter] = filters[(((filter * sizes.Channels) + channel) * area) + tap];
            }
    }

    /// <summary>Writes pixels with their channels last to the places of planes that lie some steps apart.</summary>
    /// <param name="from">The pixels, row by row, with <paramref name="pitch"/> numbers each.</param>
    /// <param name="pitch">From one pixel to the next.</param>
    /// <param name="planes">The image, channels x height x width.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="first">The row and column of the first pixel.</param>
    /// <param name="steps">From one pixel to the next, down and across.</param>
    internal static void Unpack(float* from, int pitch, float* planes, (int Channels, int Height, int Width) sizes, (int Row, int Column) first, (int Down, int Across) steps)
    {
        var columns = (sizes.Width - first.Column + steps.Across - 1) / steps.Across;
        for (var row = first.Row; row < sizes.Height; row += steps.Down, from += columns * pitch)
            for (var block = 0; block < sizes.Channels; block += Block)
                for (var start = 0; start < columns; start += Block)
                    for (var channel = block; channel < Math.Min(block + Block, sizes.Channels); channel++)
                    {
                        float* to = planes + (((channel * sizes.Height) + row) * sizes.Width) + first.Column;
                        for (var column = start; column < Math.Min(start + Block, columns); column++) to[column * steps.Across] = from[(column * pitch) + channel];
                    }
    }
}
