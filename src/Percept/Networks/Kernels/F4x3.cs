using System.Runtime.CompilerServices;

namespace Percept.Networks.Kernels;

/// <summary>F(4, 3), with the points 0, ±√½, ±√2 and ∞: four outputs by six products in the place of twelve.</summary>
/// <remarks>The usual points, ±1 and ±2, make two to four times the error, since their powers differ more.</remarks>
readonly struct F4x3 : IWinogradTransform
{
    /// <summary>The points ±a and ±b, their squares, and the product and the sum of these.</summary>
    const float A = 0.70710678f, B = 1.41421356f, AA = 0.5f, BB = 2, Product = AA * BB, Sum = AA + BB;

    public static int Outputs => 4;

    public static double[][] Weights => [[1 / Product, 0, 0], At(AA, BB, 1), At(AA, BB, -1), At(BB, AA, 1), At(BB, AA, -1), [0, 0, 1]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Input<T>(float* x, nint step, float* to, nint toStep) where T : struct, ISimd<T>
    {
        var (x0, x1, x2) = (T.Load(x), T.Load(x + step), T.Load(x + (2 * step)));
        var (x3, x4, x5) = (T.Load(x + (3 * step)), T.Load(x + (4 * step)), T.Load(x + (5 * step)));
        Add(x0, Product, Add(x2, -Sum, x4)).Store(to);
        var (even, odd) = (Add(x2, -BB, x4), Add(x1, -BB, x3));
        Add(odd, A, even).Store(to + toStep);
        Add(odd, -A, even).Store(to + (2 * toStep));
        (even, odd) = (Add(x2, -AA, x4), Add(x1, -AA, x3));
        Add(odd, B, even).Store(to + (3 * toStep));
        Add(odd, -B, even).Store(to + (4 * toStep));
        Add(x1, Product, Add(x3, -Sum, x5)).Store(to + (5 * toStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Output<T>(float* products, nint step, float* to, nint toStep, T offset) where T : struct, ISimd<T>
    {
        var (p1, p2) = (T.Load(products + step), T.Load(products + (2 * step)));
        var (p3, p4) = (T.Load(products + (3 * step)), T.Load(products + (4 * step)));
        var (evenA, oddA, evenB, oddB) = (p1 + p2, p1 - p2, p3 + p4, p3 - p4);
        (T.Load(products) + evenA + evenB + offset).Store(to);
        Add(oddA, A, Add(oddB, B, offset)).Store(to + toStep);
        Add(evenA, AA, Add(evenB, BB, offset)).Store(to + (2 * toStep));
        Add(oddA, A * AA, Add(oddB, B * BB, T.Load(products + (5 * step)) + offset)).Store(to + (3 * toStep));
    }

    /// <summary>The weights' value at one of the points that are the roots of a square, over the product of its distances from the other points.</summary>
    static double[] At(double square, double other, int sign)
    {
        var distances = 2 * square * (square - other);
        return [1 / distances, sign * Math.Sqrt(square) / distances, square / distances];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Add<T>(T x, float factor, T y) where T : struct, ISimd<T> => T.MultiplyAdd(x, T.Of(factor), y);
}
