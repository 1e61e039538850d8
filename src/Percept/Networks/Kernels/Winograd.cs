using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Networks.Kernels;

/// <summary>A convolution with windows of 3 x 3 and weights that are known, by fewer multiplications than it has terms.</summary>
/// <remarks>
/// The output is cut into squares of m x m. Each sees (m + 2)² inputs of every channel, of which <see cref="IWinogradTransform.Input"/> makes as many shares, along
/// columns and then along rows. Sums over the channels of these, multiplied by the weights' shares, are (m + 2)² products of matrices; and of the sums
/// <see cref="IWinogradTransform.Output"/> makes the outputs. For m = 4 that is 4 times fewer multiplications, for m = 2 it is 2.25 times.
/// What a square holds depends on what it sees alone, and so on no other image and no thread. An infinity or a NaN would spread over its square, since sums of
/// shares are differences too: outputs that are not finite are summed up once more, term by term, and are then what the plain convolution gives.
/// </remarks>
sealed unsafe class Winograd<T> : Kernel where T : struct, IWinogradTransform
{
    const int Lanes = 16;

    /// <summary>Squares that are worked on together: what is made of them stays in near memory, and weights are fetched for all of them at once.</summary>
    const int Together = 56;

    readonly ConvolutionSizes sizes;
    readonly int across, down, channels;
    readonly WinogradWeights weights;
    readonly float[] bias;

    internal Winograd(KernelSettings settings, bool biased)
    {
        var s = sizes = new(settings);
        (across, down) = (WinogradRule.Squares(s.OutputWidth, T.Outputs), WinogradRule.Squares(s.OutputHeight, T.Outputs));
        channels = (s.Channels + Lanes - 1) / Lanes * Lanes;
        weights = WinogradWeights.Of<T>(settings.Constant(1, s.Weights).Start, s.Filters, s.Channels);
        bias = new float[ConvolutionSizes.Padded(s.Filters)];
        if (biased) settings.Constant(2, s.Filters).Slice(0, s.Filters).CopyTo(bias);
    }

    static int Side => T.Outputs + 2;

    internal override void Compute(KernelRun run)
    {
        var s = sizes;
        float* x = run.Input(0, s.Batch * s.Image).Start, w = run.Input(1, s.Weights).Start, y = run.Output(s.Y).Start;
        var most = Math.Clamp(Together / across, 1, down);
        using var shares = new Scratch(Side * Side * Gap(most * across, channels));
        for (var image = 0; image < s.Batch; image++)
            for (var row = 0; row < down; row += most)
            {
                var band = new Band(row, Math.Min(most, down - row), x + (image * s.Image), w, y + (image * s.Output), shares.Start);
                run.ForEach(channels / Lanes, block => Spread(band, block * Lanes));
                run.ForEach(ConvolutionSizes.Padded(s.Filters) / GemmMicrokernel.Columns, block => Multiply(band, block * GemmMicrokernel.Columns));
            }
    }

    public override void Dispose()
    {
        base.Dispose();
        weights.Dispose();
    }

    /// <summary>Some rows of squares of an image, and where their shares go.</summary>
    readonly struct Band(int first, int rows, float* x, float* w, float* y, float* shares)
    {
        internal readonly int First = first * T.Outputs, Rows = rows, Height = rows * T.Outputs;
        internal readonly float* X = x, W = w, Y = y, Shares = shares;
    }

    /// <summary>From the numbers of one product to those of the next: not a power of two, or all would want the same place in the nearest memory.</summary>
    static int Gap(int squares, int numbers) => (ConvolutionSizes.RoundedUp(squares) * numbers) + Lanes;

    /// <summary>Where a square begins in rows of pixels.</summary>
    int Pixel(int square, int width) => ((square / across * width) + (square % across)) * T.Outputs;

    /// <summary>Makes the shares of sixteen channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Spread(Band band, int first)
    {
        var (s, squares, height, width) = (sizes, band.Rows * across, band.Height + 2, (across * T.Outputs) + 2);
        var gap = Gap(squares, channels);
        using var frame = new Scratch(height * width * Lanes);
        var planes = (Math.Min(Lanes, s.Channels - first), s.Height, s.Width);
        ChannelsLast.Pack(band.X + (first * s.Height * s.Width), planes, frame.Start, (height, width, s.Top - band.First, s.Left), Lanes);
        var half = stackalloc float[Side * Side * Lanes];
        for (var square = 0; square < squares; square++)
        {
            float* seen = frame.Start + (Pixel(square, width) * Lanes), to = band.Shares + (square * channels) + first;
            for (var column = 0; column < Side; column++) T.Input(seen + (column * Lanes), width * Lanes, half + (column * Lanes), Side * Lanes);
            for (var row = 0; row < Side; row++) T.Input(half + (row * Side * Lanes), Lanes, to + (row * Side * gap), gap);
        }
    }

    /// <summary>Multiplies by the weights of a block of filters, and makes their outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Multiply(Band band, int first)
    {
        var (s, squares, width) = (sizes, band.Rows * across, across * T.Outputs);
        var (gap, sumGap) = (Gap(squares, channels), Gap(squares, GemmMicrokernel.Columns));
        using var products = new Scratch(Side * Side * sumGap);
        using var found = new Scratch(band.Height * width * GemmMicrokernel.Columns);
        float* sums = products.Start, outputs = found.Start, rows = weights.Start + (first * Side * Side * s.Channels);
        for (var product = 0; product < Side * Side; product++)
            for (var square = 0; square < squares; square += GemmMicrokernel.Rows)
                GemmMicrokernel.Multiply(
                    band.Shares + (product * gap) + (square * channels), channels, (1, 0), rows + (product * s.Channels * GemmMicrokernel.Columns), (GemmMicrokernel.Columns, 0), (s.Channels, 1),
                    sums + (product * sumGap) + (square * GemmMicrokernel.Columns), GemmMicrokernel.Columns, adds: false);

        var half = stackalloc float[T.Outputs * Side * Lanes];
        for (var lane = 0; lane < GemmMicrokernel.Columns; lane += Lanes)
        {
            var offset = Vector512.Create(bias, first + lane);
            for (var square = 0; square < squares; square++)
            {
                float* from = sums + (square * GemmMicrokernel.Columns) + lane, to = outputs + (Pixel(square, width) * GemmMicrokernel.Columns) + lane;
                for (var column = 0; column < Side; column++) T.Output(from + (column * sumGap), Side * sumGap, half + (column * Lanes), Side * Lanes, Vector512<float>.Zero);
                for (var row = 0; row < T.Outputs; row++) T.Output(half + (row * Side * Lanes), Lanes, to + (row * width * GemmMicrokernel.Columns), GemmMicrokernel.Columns, offset);
            }
        }

        var area = s.OutputHeight * s.OutputWidth;
        var planes = (Math.Min(GemmMicrokernel.Columns, s.Filters - first), Math.Min(band.Height, s.OutputHeight - band.First), s.OutputWidth);
        ChannelsLast.Unpack(outputs, (GemmMicrokernel.Columns, width * GemmMicrokernel.Columns), band.Y + (first * area) + (band.First * s.OutputWidth), planes, area);
        for (var filter = first; filter < first + planes.Item1; filter++) Mend(band, filter, new(band.Y + (filter * area) + (band.First * s.OutputWidth), planes.Item2 * s.OutputWidth));
    }

    /// <summary>Sums up anew those outputs of a filter that are not finite.</summary>
    void Mend(Band band, int filter, Span<float> outputs)
    {
        if (float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(outputs))) return;
        for (var i = 0; i < outputs.Length; i++)
            if (!float.IsFinite(outputs[i])) outputs[i] = Sum(band, filter, band.First + (i / sizes.OutputWidth), i % sizes.OutputWidth);
    }

    /// <summary>An output, term by term.</summary>
    float Sum(Band band, int filter, int row, int column)
    {
        var (s, sum) = (sizes, (double)bias[filter]);
        var w = band.W + (filter * s.Channels * 9);
        var (top, left) = (row - s.Top, column - s.Left);
        // Nothing that is added to NaN changes it.
        for (var channel = 0; channel < s.Channels && !double.IsNaN(sum); channel++)
            for (var v = Math.Max(0, -top); v < Math.Min(3, s.Height - top); v++)
                for (var h = Math.Max(0, -left); h < Math.Min(3, s.Width - left); h++)
                    sum += (double)w[(((channel * 3) + v) * 3) + h] * band.X[(((channel * s.Height) + top + v) * s.Width) + left + h];
        return (float)sum;
    }
}
