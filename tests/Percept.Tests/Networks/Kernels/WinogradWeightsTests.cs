using Percept.Networks.Kernels;

namespace Percept.Tests.Networks.Kernels;

/// <summary>Weights are prepared once for all kernels that have them at the same time.</summary>
public sealed unsafe class WinogradWeightsTests
{
    const int Filters = 5, Channels = 3;

    readonly float[] w = [.. Enumerable.Range(0, Filters * Channels * 9).Select(i => (float)Math.Sin(i))];

    [Fact]
    public void Equal_weights_are_prepared_once()
    {
        using var first = Of<F4x3>();
        using var second = Of<F4x3>();

        Assert.Same(first, second);
    }

    [Fact]
    public void Others_are_prepared_for_themselves()
    {
        using var first = Of<F4x3>();
        using var otherTransform = Of<F2x3>();
        w[0]++;
        using var otherWeights = Of<F4x3>();

        Assert.NotSame(first, otherTransform);
        Assert.NotSame(first, otherWeights);
        Assert.NotEqual(First(first), First(otherWeights));
    }

    [Fact]
    public void They_last_until_the_last_user_lets_go()
    {
        w[0] = 4711;
        var first = Of<F4x3>();
        var second = Of<F4x3>();
        var expected = First(first);

        first.Dispose();
        Assert.Equal(expected, First(second));

        second.Dispose();
        using var third = Of<F4x3>();
        Assert.NotSame(first, third);
    }

    [Fact]
    public void Threads_may_ask_at_once() => Parallel.For(0, 200, i =>
    {
        using var weights = i % 2 == 0 ? Of<F2x3>() : Of<F4x3>();
        Assert.True(float.IsFinite(First(weights)[0]));
    });

    static float[] First(WinogradWeights weights) => new Span<float>(weights.Start, Channels * GemmMicrokernel.Columns).ToArray();

    WinogradWeights Of<T>() where T : struct, IWinogradTransform
    {
        fixed (float* start = w) return WinogradWeights.Of<T>(start, Filters, Channels);
    }
}
