using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Percept.Networks.Kernels;

/// <summary>A convolution with windows of 3 x 3 and weights that are known, by fewer multiplications than it has terms.</summary>
/// <remarks>
/// The output is cut into squares of m x m. Each sees (m + 2)² inputs of every channel, of which <see cref="IWinogradTransform.Input"/> makes as many shares, along
/// columns and then along rows. Sums over the channels of these, multiplied by the weights' shares, are (m + 2)² products of matrices; and of the sums
/// <see cref="IWinogradTransform.Output"/> makes the outputs. For m = 4 that is 4 times fewer multiplications, for m = 2 it is 2.25 times.
/// What a square holds depends on what it sees alone, and so on no other image and no thread. An infinity or a NaN would spread over its square, since sums of
/// shares are differences too: outputs that are not finite are summed up once more, term by term, and are then what the plain convolution gives.
/// </remarks>
/// <typeparam name="T">Of which squares, and how.</typeparam>
/// <typeparam name="TSimd">The registers it runs in.</typeparam>
sealed unsafe class Winograd<T, TSimd> : Kernel where T : struct, IWinogradTransform where TSimd : struct, ISimd<TSimd>
{
    readonly ConvolutionSizes sizes;
    readonly int across, down, channels;
    readonly WinogradWeights weights;
    readonly float[] bias;
    readonly bool isSummed, isRectified;

    internal Winograd(KernelSettings settings, int inputs)
    {
        var s = sizes = new(settings);
        (across, down) = (WinogradRule.Squares(s.OutputWidth, T.Outputs), WinogradRule.Squares(s.OutputHeight, T.Outputs));
        channels = (s.Channels + Lanes - 1) / Lanes * Lanes;
        weights = WinogradWeights.Of<T>(settings.Constant(1, s.Weights).Start, s.Filters, s.Channels);
        bias = new float[ConvolutionSizes.Padded(s.Filters)];
        (isSummed, isRectified) = (inputs > 3, settings[WinogradRule.Relu][0] != 0);
        if (inputs > 2) settings.Constant(2, s.Filters).Slice(0, s.Filters).CopyTo(bias);
    }

    static int Lanes => TSimd.Count;

    static int Side => T.Outputs + 2;

    internal override void Compute(KernelRun run)
    {
        var s = sizes;
        float* x = run.Input(0, s.Batch * s.Image).Start, w = run.Input(1, s.Weights).Start, z = isSummed ? run.Input(3, s.Batch * s.Output).Start : null, y = run.Output(s.Y).Start;
        var (rows, most) = (s.Batch * down, Math.Clamp(WinogradRule.Together / across, 1, s.Batch * down));
        using var shares = new Scratch(Side * Side * Gap(most * across, channels));
        for (var row = 0; row < rows; row += most)
        {
            var band = new Band(row, Math.Min(most, rows - row), x, w, z, y, shares.Start);
            run.ForEach(channels / Lanes, block => Spread(band, block * Lanes));
            run.ForEach(ConvolutionSizes.Padded(s.Filters) / GemmMicrokernel.Columns, block => Multiply(band, block * GemmMicrokernel.Columns));
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        weights.Dispose();
    }

    /// <summary>Some rows of squares, of one image after the other, and where their shares go.</summary>
    readonly struct Band(int first, int rows, float* x, float* w, float* z, float* y, float* shares)
    {
        internal readonly int First = first, Rows = rows;
        internal readonly float* X = x, W = w, Z = z, Y = y, Shares = shares;
    }

    /// <summary>The rows of a band that are one image's.</summary>
    /// <param name="Image">Which image.</param>
    /// <param name="Row">Its first row of outputs.</param>
    /// <param name="Rows">How many rows of squares.</param>
    /// <param name="At">How many rows of squares of the band come before them.</param>
    readonly record struct Part(int Image, int Row, int Rows, int At);

    /// <summary>The parts of a band.</summary>
    IEnumerable<Part> Parts(int first, int rows)
    {
        for (var row = 0; row < rows;)
        {
            var (image, own) = Math.DivRem(first + row, down);
            var part = new Part(image, own * T.Outputs, Math.Min(down - own, rows - row), row);
            yield return part;
            row += part.Rows;
        }
    }

    /// <summary>From the numbers of one product to those of the next: not a power of two, or all would want the same place in the nearest memory.</summary>
    static int Gap(int squares, int numbers) => (ConvolutionSizes.RoundedUp(squares) * numbers) + Lanes;

    /// <summary>Where a square begins in rows of pixels.</summary>
    int Pixel(int square, int width) => ((square / across * width) + (square % across)) * T.Outputs;

    /// <summary>Makes the shares of as many channels as a register holds.</summary>
    void Spread(Band band, int first)
    {
        using var frame = new Scratch(((Math.Min(band.Rows, down) * T.Outputs) + 2) * ((across * T.Outputs) + 2) * Lanes);
        foreach (var part in Parts(band.First, band.Rows)) Spread(band, part, first, frame.Start);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Spread(Band band, Part part, int first, float* frame)
    {
        var (s, height, width, gap) = (sizes, (part.Rows * T.Outputs) + 2, (across * T.Outputs) + 2, Gap(band.Rows * across, channels));
        var planes = (Math.Min(Lanes, s.Channels - first), s.Height, s.Width);
        ChannelsLast.Pack(band.X + (part.Image * s.Image) + (first * s.Height * s.Width), planes, frame, (height, width, s.Top - part.Row, s.Left), Lanes);
        var shares = band.Shares + (part.At * across * channels) + first;
        var half = stackalloc float[Side * Side * Lanes];
        for (var square = 0; square < part.Rows * across; square++)
        {
            float* seen = frame + (Pixel(square, width) * Lanes), to = shares + (square * channels);
            for (var column = 0; column < Side; column++) T.Input<TSimd>(seen + (column * Lanes), width * Lanes, half + (column * Lanes), Side * Lanes);
            for (var row = 0; row < Side; row++) T.Input<TSimd>(half + (row * Side * Lanes), Lanes, to + (row * Side * gap), gap);
        }
    }

    /// <summary>Multiplies by the weights of a block of filters, and makes their outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Multiply(Band band, int first)
    {
        var (s, squares, width) = (sizes, band.Rows * across, across * T.Outputs);
        var (gap, sumGap) = (Gap(squares, channels), Gap(squares, GemmMicrokernel.Columns));
        using var products = new Scratch(Side * Side * sumGap);
        using var found = new Scratch(band.Rows * T.Outputs * width * GemmMicrokernel.Columns);
        float* sums = products.Start, outputs = found.Start, rows = weights.Start + (first * Side * Side * s.Channels);
        for (var product = 0; product < Side * Side; product++)
            for (var square = 0; square < squares; square += GemmMicrokernel.Rows)
                GemmMicrokernel.Multiply(
                    band.Shares + (product * gap) + (square * channels), channels, (1, 0), rows + (product * s.Channels * GemmMicrokernel.Columns), (GemmMicrokernel.Columns, 0), (s.Channels, 1),
                    sums + (product * sumGap) + (square * GemmMicrokernel.Columns), GemmMicrokernel.Columns, adds: false);

        var half = stackalloc float[T.Outputs * Side * Lanes];
        fixed (float* offsets = bias)
        {
            for (var lane = 0; lane < GemmMicrokernel.Columns; lane += Lanes)
            {
                var offset = TSimd.Load(offsets + first + lane);
                for (var square = 0; square < squares; square++)
                {
                    float* from = sums + (square * GemmMicrokernel.Columns) + lane, to = outputs + (Pixel(square, width) * GemmMicrokernel.Columns) + lane;
                    for (var column = 0; column < Side; column++) T.Output(from + (column * sumGap), Side * sumGap, half + (column * Lanes), Side * Lanes, default(TSimd));
                    for (var row = 0; row < T.Outputs; row++) T.Output(half + (row * Side * Lanes), Lanes, to + (row * width * GemmMicrokernel.Columns), GemmMicrokernel.Columns, offset);
                }
            }
        }

        foreach (var part in Parts(band.First, band.Rows)) Write(band, part, first, outputs + (part.At * T.Outputs * width * GemmMicrokernel.Columns));
    }

    /// <summary>Brings the outputs of a block of filters to their places.</summary>
    void Write(Band band, Part part, int first, float* outputs)
    {
        var (s, area, pitch) = (sizes, sizes.OutputHeight * sizes.OutputWidth, across * T.Outputs * GemmMicrokernel.Columns);
        var (filters, rows) = (Math.Min(GemmMicrokernel.Columns, s.Filters - first), Math.Min(part.Rows * T.Outputs, s.OutputHeight - part.Row));
        var start = (part.Image * s.Output) + (first * area) + (part.Row * s.OutputWidth);
        ChannelsLast.Unpack(outputs, (GemmMicrokernel.Columns, pitch), band.Y + start, (filters, rows, s.OutputWidth), area);
        for (var filter = 0; filter < filters; filter++, start += area)
        {
            var y = new Span<float>(band.Y + start, rows * s.OutputWidth);
            Mend(band, part, first + filter, y);
            if (isSummed) TensorPrimitives.Add(y, new ReadOnlySpan<float>(band.Z + start, y.Length), y);
            if (isRectified) TensorPrimitives.Max(y, 0, y);
        }
    }

    /// <summary>Sums up anew those outputs of a filter that are not finite.</summary>
    void Mend(Band band, Part part, int filter, Span<float> outputs)
    {
        if (float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(outputs))) return;
        for (var i = 0; i < outputs.Length; i++)
            if (!float.IsFinite(outputs[i])) outputs[i] = Sum(band.X + (part.Image * sizes.Image), band.W, filter, part.Row + (i / sizes.OutputWidth), i % sizes.OutputWidth);
    }

    /// <summary>An output, term by term.</summary>
    float Sum(float* x, float* weights, int filter, int row, int column)
    {
        var (s, sum) = (sizes, (double)bias[filter]);
        var w = weights + (filter * s.Channels * 9);
        var (top, left) = (row - s.Top, column - s.Left);
        // Nothing that is added to NaN changes it.
        for (var channel = 0; channel < s.Channels && !double.IsNaN(sum); channel++)
            for (var v = Math.Max(0, -top); v < Math.Min(3, s.Height - top); v++)
                for (var h = Math.Max(0, -left); h < Math.Min(3, s.Width - left); h++)
                    sum += (double)w[(((channel * 3) + v) * 3) + h] * x[(((channel * s.Height) + top + v) * s.Width) + left + h];
        return (float)sum;
    }
}
