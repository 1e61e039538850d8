using System.Numerics;
using Percept.Imaging;

namespace Percept.Matching;

/// <summary>64 bits of which pictures that look nearly the same share nearly all: whether each of 8 x 9 grey fields is brighter than the one to its left (dHash; Krawetz, 2013).</summary>
static class DifferenceHash
{
    const int Rows = 8, Columns = 9;

    /// <summary>Pictures that differ in at most so many bits count as nearly the same.</summary>
    public const int Near = 5;

    /// <summary>A picture's bits.</summary>
    public static ulong Of(Picture picture)
    {
        var grey = picture.ToGrey();
        var fields = new long[Rows, Columns];
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++) fields[row, column] = Mean(grey, row, column);
        var bits = 0UL;
        for (var row = 0; row < Rows; row++)
            for (var column = 1; column < Columns; column++) bits = (bits << 1) | (fields[row, column] > fields[row, column - 1] ? 1UL : 0);
        return bits;
    }

    /// <summary>Whether two pictures look nearly the same.</summary>
    public static bool IsNear(ulong first, ulong second) => BitOperations.PopCount(first ^ second) <= Near;

    /// <summary>The mean brightness of a field, in 256ths.</summary>
    static long Mean(Picture grey, int row, int column)
    {
        var (top, bottom) = (row * grey.Height / Rows, Math.Max((row + 1) * grey.Height / Rows, (row * grey.Height / Rows) + 1));
        var (left, right) = (column * grey.Width / Columns, Math.Max((column + 1) * grey.Width / Columns, (column * grey.Width / Columns) + 1));
        var sum = 0L;
        for (var y = top; y < Math.Min(bottom, grey.Height); y++)
            foreach (var pixel in grey.Pixels.Slice((y * grey.Width) + left, Math.Min(right, grey.Width) - left)) sum += pixel;
        return 256 * sum / ((bottom - top) * (right - left));
    }
}
