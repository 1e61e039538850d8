using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Percept.Networks.Kernels;

/// <summary>The weights' share in the products of a <see cref="Winograd{T, TSimd}"/> convolution: for each block of filters, product and channel a row of all filters.</summary>
/// <remarks>
/// They are many megabytes, and not the collector's. Kernels whose weights are equal have the same ones: the sessions of a network, forward and with gradients.
/// The runtime makes kernels by itself and tells none of other sessions, so who has which is known to the whole process. They never change, and go with the last
/// session that uses them.
/// </remarks>
sealed unsafe class WinogradWeights : IDisposable
{
    const int Taps = 9;

    /// <summary>Filters whose shares are computed side by side.</summary>
    static readonly int lanes = Vector<float>.Count;

    static readonly Lock access = new();
    static readonly Dictionary<Key, WinogradWeights> used = [];

    readonly Key key;
    int users;

    WinogradWeights(Key key, int length)
    {
        this.key = key;
        Start = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Scratch.Line);
    }

    /// <summary>The first of them; valid until this is disposed.</summary>
    internal float* Start { get; }

    /// <summary>The shares, which take (m + 2)²/9 of the memory that the weights do; to be disposed of by each who asked for them.</summary>
    /// <param name="w">The weights, filters x channels x 3 x 3.</param>
    /// <param name="filters">How many filters there are; rows are filled with zeros behind them.</param>
    /// <param name="channels">How many channels each sees.</param>
    internal static WinogradWeights Of<T>(float* w, int filters, int channels) where T : struct, IWinogradTransform
    {
        var hash = SHA256.HashData(new ReadOnlySpan<byte>(w, filters * channels * Taps * sizeof(float)));
        var key = new Key(Convert.ToBase64String(hash), typeof(T), filters, channels);
        // One after the other, each by all cores.
        lock (access)
        {
            if (!used.TryGetValue(key, out var weights)) used.Add(key, weights = Prepared<T>(key, w));
            weights.users++;
            return weights;
        }
    }

    /// <summary>Frees them if no other kernel has them.</summary>
    public void Dispose()
    {
        lock (access)
        {
            if (--users > 0) return;
            used.Remove(key);
        }

        NativeMemory.AlignedFree(Start);
    }

    static WinogradWeights Prepared<T>(Key key, float* w) where T : struct, IWinogradTransform
    {
        var (filters, channels) = (key.Filters, key.Channels);
        // G·w·Gᵀ is one product with the nine weights, done in doubles: these shares are rounded once.
        double[] shares = [.. from down in T.Weights from across in T.Weights from i in down from j in across select i * j];
        var products = shares.Length / Taps;
        var result = new WinogradWeights(key, products * channels * ConvolutionSizes.Padded(filters));
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

    /// <summary>Which weights, by their hash, and what they are prepared for.</summary>
    readonly record struct Key(string Hash, Type Transform, int Filters, int Channels);
}
