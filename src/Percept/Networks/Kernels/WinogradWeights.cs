using System.Numerics;
using System.Runtime.InteropServices;

namespace Percept.Networks.Kernels;

/// <summary>The weights' share in the products of a <see cref="Winograd{T, TSimd}"/> convolution: for each block of filters, product and channel a row of all filters.</summary>
/// <remarks>They are many megabytes, and not the collector's: they go with the session that they are of.</remarks>
sealed unsafe class WinogradWeights : IDisposable
{
    const int Taps = 9;

    /// <summary>Filters whose shares are computed side by side.</summary>
    static readonly int lanes = Vector<float>.Count;

    WinogradWeights(int length) => Start = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Scratch.Line);

    /// <summary>The first of them; valid until this is disposed.</summary>
    internal float* Start { get; }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(Start);

    /// <summary>The shares, which take (m + 2)²/9 of the memory that the weights do.</summary>
    /// <param name="w">The weights, filters x channels x 3 x 3.</param>
    /// <param name="filters">How many filters there are; rows are filled with zeros behind them.</param>
    /// <param name="channels">How many channels each sees.</param>
    internal static WinogradWeights Of<T>(float* w, int filters, int channels) where T : struct, IWinogradTransform
    {
        // G·w·Gᵀ is one product with the nine weights, done in doubles: these shares are rounded once.
        double[] shares = [.. from down in T.Weights from across in T.Weights from i in down from j in across select i * j];
        var products = shares.Length / Taps;
        var result = new WinogradWeights(products * channels * ConvolutionSizes.Padded(filters));
        Parallel.For(0, ConvolutionSizes.Padded(filters) / lanes, group =>
        {
            var first = group * lanes;
            var block = result.Start + (first / GemmMicrokernel.Columns * products * channels * GemmMicrokernel.Columns) + (first % GemmMicrokernel.Columns);
            var seen = stackalloc double[Taps * lanes];
            new Span<double>(seen, Taps * lanes).Clear();
            for (var channel = 0; channel < channels; channel++)
            {
                for (var lane = 0; lane < Math.Min(lanes, filters - first); lane++)
                    for (var tap = 0; tap < Taps; tap++) seen[(tap * lanes) + lane] = w[((((first + lane) * channels) + channel) * Taps) + tap];
                for (var product = 0; product < products; product++)
                {
                    Vector<double> low = default, high = default;
                    for (var tap = 0; tap < Taps; tap++)
                    {
                        var share = shares[(product * Taps) + tap];
                        low += Vector.Load(seen + (tap * lanes)) * share;
                        high += Vector.Load(seen + (tap * lanes) + Vector<double>.Count) * share;
                    }

                    Vector.Narrow(low, high).Store(block + (((product * channels) + channel) * GemmMicrokernel.Columns));
                }
            }
        });
        return result;
    }
}
