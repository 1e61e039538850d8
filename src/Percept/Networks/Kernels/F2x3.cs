using System.Runtime.CompilerServices;

namespace Percept.Networks.Kernels;

/// <summary>F(2, 3), with the points 0, ±1 and ∞: two outputs by four products in the place of six.</summary>
readonly struct F2x3 : IWinogradTransform
{
    public static int Outputs => 2;

    public static double[][] Weights => [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Input<T>(float* x, nint step, float* to, nint toStep) where T : struct, ISimd<T>
    {
        var (x0, x1, x2, x3) = (T.Load(x), T.Load(x + step), T.Load(x + (2 * step)), T.Load(x + (3 * step)));
        (x0 - x2).Store(to);
        (x2 + x1).Store(to + toStep);
        (x2 - x1).Store(to + (2 * toStep));
        (x3 - x1).Store(to + (3 * toStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Output<T>(float* products, nint step, float* to, nint toStep, T offset) where T : struct, ISimd<T>
    {
        var (p0, p1, p2, p3) = (T.Load(products), T.Load(products + step), T.Load(products + (2 * step)), T.Load(products + (3 * step)));
        (p0 + p1 + p2 + offset).Store(to);
        (p1 - p2 + p3 + offset).Store(to + toStep);
    }
}
