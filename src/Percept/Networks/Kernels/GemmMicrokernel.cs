using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Percept.Networks.Kernels;

/// <summary>The inner loop of our convolutions: a tile of sums of products, held in registers.</summary>
/// <remarks>A tile is two registers wide and has as many rows as fit into the processor's registers beside what is multiplied: 8 of 32 registers, 6 of 16.</remarks>
static unsafe class GemmMicrokernel
{
    /// <summary>Whether the processor has registers that our kernels are fast in.</summary>
    internal static bool IsSupported => Vector128.IsHardwareAccelerated && (Sse.IsSupported || AdvSimd.Arm64.IsSupported);

    /// <summary>How many numbers its widest register holds.</summary>
    internal static int Lanes => Vector512.IsHardwareAccelerated ? Simd512.Count : Vector256.IsHardwareAccelerated ? Simd256.Count : Simd128.Count;

    /// <summary>The rows of a tile.</summary>
    internal static int Rows => Vector512.IsHardwareAccelerated || AdvSimd.Arm64.IsSupported ? 8 : 6;

    /// <summary>The columns of a tile.</summary>
    internal static int Columns => 2 * Lanes;

    /// <summary>c[i, o] = Σ a[i·row + outer + inner] · b[outer + inner, o] over two nested loops, for all rows i and columns o of a tile.</summary>
    /// <param name="a">The numbers that each multiply a row of b.</param>
    /// <param name="row">From one row of a to the next.</param>
    /// <param name="aSteps">From one number of a row to the next, in the inner and in the outer loop.</param>
    /// <param name="b">The rows of <see cref="Columns"/>.</param>
    /// <param name="bSteps">From one row of b to the next, in the inner and in the outer loop.</param>
    /// <param name="turns">How often the inner and the outer loop turn.</param>
    /// <param name="c">Where the sums go.</param>
    /// <param name="cRow">From one row of sums to the next.</param>
    /// <param name="adds">Whether they are added to what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(float* a, nint row, (nint Inner, nint Outer) aSteps, float* b, (nint Inner, nint Outer) bSteps, (int Inner, int Outer) turns, float* c, nint cRow, bool adds)
    {
        if (Vector512.IsHardwareAccelerated) Multiply<Simd512>(a, row, aSteps, b, bSteps, turns, c, cRow, adds);
        else if (Vector256.IsHardwareAccelerated) Multiply<Simd256>(a, row, aSteps, b, bSteps, turns, c, cRow, adds);
        else Multiply<Simd128>(a, row, aSteps, b, bSteps, turns, c, cRow, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Multiply<T>(float* a, nint row, (nint Inner, nint Outer) aSteps, float* b, (nint Inner, nint Outer) bSteps, (int Inner, int Outer) turns, float* c, nint cRow, bool adds) where T : struct, ISimd<T>
    {
        T l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default, l7 = default;
        T r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
        float* a1 = a + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row, a6 = a5 + row, a7 = a6 + row;
        var (aInner, bInner, inner) = (aSteps.Inner, bSteps.Inner, turns.Inner);
        for (var i = 0; i < turns.Outer; i++)
        {
            var from = b + (i * bSteps.Outer);
            var at = i * aSteps.Outer;
            for (var k = 0; k < inner; k++)
            {
                var (left, right) = (T.Load(from), T.Load(from + T.Count));
                var x = T.Of(a[at]);
                (l0, r0) = (T.MultiplyAdd(x, left, l0), T.MultiplyAdd(x, right, r0));
                x = T.Of(a1[at]);
                (l1, r1) = (T.MultiplyAdd(x, left, l1), T.MultiplyAdd(x, right, r1));
                x = T.Of(a2[at]);
                (l2, r2) = (T.MultiplyAdd(x, left, l2), T.MultiplyAdd(x, right, r2));
                x = T.Of(a3[at]);
                (l3, r3) = (T.MultiplyAdd(x, left, l3), T.MultiplyAdd(x, right, r3));
                x = T.Of(a4[at]);
                (l4, r4) = (T.MultiplyAdd(x, left, l4), T.MultiplyAdd(x, right, r4));
                x = T.Of(a5[at]);
                (l5, r5) = (T.MultiplyAdd(x, left, l5), T.MultiplyAdd(x, right, r5));
                if (Rows > 6)
                {
                    x = T.Of(a6[at]);
                    (l6, r6) = (T.MultiplyAdd(x, left, l6), T.MultiplyAdd(x, right, r6));
                    x = T.Of(a7[at]);
                    (l7, r7) = (T.MultiplyAdd(x, left, l7), T.MultiplyAdd(x, right, r7));
                }

                at += aInner;
                from += bInner;
            }
        }

        Store(l0, r0, c, adds);
        Store(l1, r1, c + cRow, adds);
        Store(l2, r2, c + (2 * cRow), adds);
        Store(l3, r3, c + (3 * cRow), adds);
        Store(l4, r4, c + (4 * cRow), adds);
        Store(l5, r5, c + (5 * cRow), adds);
        if (Rows <= 6) return;
        Store(l6, r6, c + (6 * cRow), adds);
        Store(l7, r7, c + (7 * cRow), adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<T>(T left, T right, float* c, bool adds) where T : struct, ISimd<T>
    {
        if (adds) (left, right) = (left + T.Load(c), right + T.Load(c + T.Count));
        left.Store(c);
        right.Store(c + T.Count);
    }
}
