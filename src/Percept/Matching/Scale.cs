namespace Percept.Matching;

/// <summary>Cells of equal width over all numbers: the width is the power of two that the numbers seen so far need, so that they lie in at most <see cref="Most"/> cells in a row.</summary>
/// <remarks>
/// It depends on what was seen and not on the order, and a wider cell is exactly two narrower ones: what is kept by cell merges without loss.
/// A cell is never narrower than a millionth of the largest number.
/// </remarks>
/// <param name="Exponent">A cell is 2^Exponent wide.</param>
/// <param name="First">The number of the lowest cell in use: cell n begins at n · 2^Exponent.</param>
/// <param name="Last">The number of the highest cell in use.</param>
public readonly record struct Scale(int Exponent, int First, int Last)
{
    /// <summary>The most cells.</summary>
    public const int Most = 40;

    const int Finest = 20, Least = -140;

    /// <summary>The width of a cell.</summary>
    public double Width => Math.ScaleB(1, Exponent);

    /// <summary>How many cells there are from the lowest in use to the highest.</summary>
    public int Count => Last - First + 1;

    /// <summary>Where a cell begins.</summary>
    public double Start(int cell) => Math.ScaleB(cell, Exponent);

    /// <summary>The cell that a number lies in.</summary>
    public int Cell(float number) => (int)Math.Floor(Math.ScaleB((double)number, -Exponent));

    /// <summary>The narrowest cells for one number.</summary>
    internal static Scale Of(float number)
    {
        var exponent = ExponentFor(number);
        var cell = (int)Math.Floor(Math.ScaleB((double)number, -exponent));
        return new(exponent, cell, cell);
    }

    /// <summary>The narrowest cells for these numbers and others.</summary>
    internal Scale And(Scale other)
    {
        var (a, b) = (At(Math.Max(Exponent, other.Exponent)), other.At(Math.Max(Exponent, other.Exponent)));
        var both = new Scale(a.Exponent, Math.Min(a.First, b.First), Math.Max(a.Last, b.Last));
        while (both.Last - both.First >= Most) both = both.At(both.Exponent + 1);
        return both;
    }

    /// <summary>The same with wider cells.</summary>
    internal Scale At(int exponent) => new(exponent, Wider(First, exponent - Exponent), Wider(Last, exponent - Exponent));

    /// <summary>The cell, so many times twice as wide, that a cell is a part of.</summary>
    internal static int Wider(int cell, int times) => cell >> Math.Min(times, 31);

    static int ExponentFor(float number) => number == 0 ? Least : Math.Max(Least, Math.ILogB(number) - Finest);
}
