using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Networks.Kernels;

/// <summary>F(2, 3), with the points 0, ±1 and ∞: two outputs by four products in the place of six.</summary>
readonly struct F2x3 : IWinogradTransform
{
    public static int Outputs => 2;

    public static double[][] Weights => [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Input(float* x, nint step, float* to, nint toStep)
    {
        var (x0, x1, x2, x3) = (Vector512.Load(x), Vector512.Load(x + step), Vector512.Load(x + (2 * step)), Vector512.Load(x + (3 * step)));
        (x0 - x2).Store(to);
        (x2 + x1).Store(to + toStep);
        (x2 - x1).Store(to + (2 * toStep));
        (x3 - x1).Store(to + (3 * toStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Output(float* products, nint step, float* to, nint toStep, Vector512<float> offset)
    {
        var (p0, p1, p2, p3) = (Vector512.Load(products), Vector512.Load(products + step), Vector512.Load(products + (2 * step)), Vector512.Load(products + (3 * step)));
        (p0 + p1 + p2 + offset).Store(to);
        (p1 - p2 + p3 + offset).Store(to + toStep);
    }
}
