using System.Numerics;
using System.Runtime.InteropServices;

namespace Percept.Networks.Kernels;

/// <summary>Rows taken apart into their even and odd columns, and put together again.</summary>
/// <remarks>Two neighbouring numbers are one of twice the width, of which the lower half is the even one.</remarks>
static class Columns
{
    const int Bits = 32;

    /// <summary>Copies every other number of a row to one place and those between to another.</summary>
    internal static void Split(ReadOnlySpan<float> row, Span<float> even, Span<float> odd)
    {
        var pairs = MemoryMarshal.Cast<float, ulong>(row);
        var i = 0;
        for (; i + Vector<uint>.Count <= pairs.Length; i += Vector<uint>.Count)
        {
            var (low, high) = (new Vector<ulong>(pairs[i..]), new Vector<ulong>(pairs[(i + Vector<ulong>.Count)..]));
            Vector.AsVectorSingle(Vector.Narrow(low, high)).CopyTo(even[i..]);
            Vector.AsVectorSingle(Vector.Narrow(low >>> Bits, high >>> Bits)).CopyTo(odd[i..]);
        }

        for (var column = 2 * i; column < row.Length; column++) (column % 2 == 0 ? even : odd)[column / 2] = row[column];
    }

    /// <summary>Fills a row with numbers from one place and, between them, from another.</summary>
    internal static void Join(ReadOnlySpan<float> even, ReadOnlySpan<float> odd, Span<float> row)
    {
        var pairs = MemoryMarshal.Cast<float, ulong>(row);
        var i = 0;
        for (; i + Vector<uint>.Count <= pairs.Length; i += Vector<uint>.Count)
        {
            Vector.Widen(Vector.AsVectorUInt32(new Vector<float>(even[i..])), out var evenLow, out var evenHigh);
            Vector.Widen(Vector.AsVectorUInt32(new Vector<float>(odd[i..])), out var oddLow, out var oddHigh);
            (evenLow | (oddLow << Bits)).CopyTo(pairs[i..]);
            (evenHigh | (oddHigh << Bits)).CopyTo(pairs[(i + Vector<ulong>.Count)..]);
        }

        for (var column = 2 * i; column < row.Length; column++) row[column] = (column % 2 == 0 ? even : odd)[column / 2];
    }
}
