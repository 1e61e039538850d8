using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Networks.Kernels;

/// <summary>The inner loop of our convolutions: 8 x 32 sums of products, held in registers.</summary>
static unsafe class GemmMicrokernel
{
    internal const int Rows = 8, Columns = 32;

    const int Half = Columns / 2;

    /// <summary>c[i, o] = Σ a[i·row + outer + inner] · b[outer + inner, o] over two nested loops, for 8 rows i and 32 columns o.</summary>
    /// <param name="a">The numbers that each multiply a row of b.</param>
    /// <param name="row">From one row of a to the next.</param>
    /// <param name="aSteps">From one number of a row to the next, in the inner and in the outer loop.</param>
    /// <param name="b">The rows of 32.</param>
    /// <param name="bSteps">From one row of b to the next, in the inner and in the outer loop.</param>
    /// <param name="turns">How often the inner and the outer loop turn.</param>
    /// <param name="c">Where the sums go.</param>
    /// <param name="cRow">From one row of sums to the next.</param>
    /// <param name="adds">Whether they are added to what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(float* a, nint row, (nint Inner, nint Outer) aSteps, float* b, (nint Inner, nint Outer) bSteps, (int Inner, int Outer) turns, float* c, nint cRow, bool adds)
    {
        Vector512<float> l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default, l7 = default;
        Vector512<float> r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default, r7 = default;
        float* a1 = a + row, a2 = a1 + row, a3 = a2 + row, a4 = a3 + row, a5 = a4 + row, a6 = a5 + row, a7 = a6 + row;
        var (aInner, bInner, inner) = (aSteps.Inner, bSteps.Inner, turns.Inner);
        for (var i = 0; i < turns.Outer; i++)
        {
            var from = b + (i * bSteps.Outer);
            var at = i * aSteps.Outer;
            for (var k = 0; k < inner; k++)
            {
                var (left, right) = (Vector512.Load(from), Vector512.Load(from + Half));
                var x = Vector512.Create(a[at]);
                (l0, r0) = (Vector512.FusedMultiplyAdd(x, left, l0), Vector512.FusedMultiplyAdd(x, right, r0));
                x = Vector512.Create(a1[at]);
                (l1, r1) = (Vector512.FusedMultiplyAdd(x, left, l1), Vector512.FusedMultiplyAdd(x, right, r1));
                x = Vector512.Create(a2[at]);
                (l2, r2) = (Vector512.FusedMultiplyAdd(x, left, l2), Vector512.FusedMultiplyAdd(x, right, r2));
                x = Vector512.Create(a3[at]);
                (l3, r3) = (Vector512.FusedMultiplyAdd(x, left, l3), Vector512.FusedMultiplyAdd(x, right, r3));
                x = Vector512.Create(a4[at]);
                (l4, r4) = (Vector512.FusedMultiplyAdd(x, left, l4), Vector512.FusedMultiplyAdd(x, right, r4));
                x = Vector512.Create(a5[at]);
                (l5, r5) = (Vector512.FusedMultiplyAdd(x, left, l5), Vector512.FusedMultiplyAdd(x, right, r5));
                x = Vector512.Create(a6[at]);
                (l6, r6) = (Vector512.FusedMultiplyAdd(x, left, l6), Vector512.FusedMultiplyAdd(x, right, r6));
                x = Vector512.Create(a7[at]);
                (l7, r7) = (Vector512.FusedMultiplyAdd(x, left, l7), Vector512.FusedMultiplyAdd(x, right, r7));
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
        Store(l6, r6, c + (6 * cRow), adds);
        Store(l7, r7, c + (7 * cRow), adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector512<float> left, Vector512<float> right, float* c, bool adds)
    {
        if (adds) (left, right) = (left + Vector512.Load(c), right + Vector512.Load(c + Half));
        left.Store(c);
        right.Store(c + Half);
    }
}
