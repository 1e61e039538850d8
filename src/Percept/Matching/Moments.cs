using System.Numerics;

namespace Percept.Matching;

/// <summary>Count, mean, spread and range of a unit's highest activation in each image, and how often it fires; exact, so that the order of the images does not matter.</summary>
/// <param name="Count">In how many images the unit has a finite activation.</param>
/// <param name="Sum">The sum of its highest activations, in units of 2^−48.</param>
/// <param name="Squares">The sum of their squares, in the same units.</param>
/// <param name="Minimum">The lowest of them.</param>
/// <param name="Maximum">The highest of them.</param>
/// <param name="Positive">How many of them are above zero.</param>
/// <param name="Positions">At how many positions of all images it is finite.</param>
/// <param name="PositivePositions">At how many of these it is above zero.</param>
/// <param name="NotFinite">At how many positions it is NaN or infinite.</param>
/// <remarks>Each number is rounded to 2^−48 before it is added, and counts as ±2^27 (134 million) where it is beyond that.</remarks>
public readonly record struct Moments(long Count, Int128 Sum, Int128 Squares, float Minimum, float Maximum, long Positive, long Positions, long PositivePositions, long NotFinite)
{
    const double One = 1L << 48, Largest = 1L << 27;

    /// <summary>The squares of so many smaller numbers as are seen together fit into 64 bits.</summary>
    const float Small = 16;

    /// <summary>The mean; 0 for no images.</summary>
    public double Mean => Count > 0 ? (double)Sum / One / Count : 0;

    /// <summary>The variance; 0 for fewer than two images.</summary>
    public double Variance => Count > 1 ? (double)(((BigInteger)Squares * Count * (BigInteger)One) - ((BigInteger)Sum * Sum)) / One / One / Count / Count : 0;

    /// <summary>The standard deviation; 0 for fewer than two images.</summary>
    public double StandardDeviation => Math.Sqrt(Math.Max(0, Variance));

    /// <summary>The share of images in which the unit is above zero anywhere.</summary>
    public double Fires => Count > 0 ? (double)Positive / Count : 0;

    /// <summary>The share of positions, over all images, at which the unit is above zero.</summary>
    public double FiresAt => Positions > 0 ? (double)PositivePositions / Positions : 0;

    /// <summary>Adds to these what is seen of a unit of so many positions.</summary>
    internal static void Add(ref Moments moments, ReadOnlySpan<Candidate> seen, int positions)
    {
        var (count, sum, squares, minimum, maximum, positive, finite, positivePositions, notFinite) = (0L, 0L, 0L, float.PositiveInfinity, float.NegativeInfinity, 0L, 0L, 0L, 0L);
        var (wideSum, wideSquares) = (Int128.Zero, Int128.Zero);
        foreach (ref readonly var each in seen)
        {
            var unit = each.Unit;
            notFinite += unit.NotFinite;
            if (!unit.IsSeen) continue;
            if (Math.Abs(unit.Max) < Small) (sum, squares) = (sum + Round(unit.Max * One), squares + Round((double)unit.Max * unit.Max * One));
            else (wideSum, wideSquares) = (wideSum + Fixed(unit.Max), wideSquares + Square(unit.Max));
            (minimum, maximum) = (Math.Min(minimum, unit.Max), Math.Max(maximum, unit.Max));
            if (unit.Max > 0) positive++;
            (count, finite, positivePositions) = (count + 1, finite + positions - unit.NotFinite, positivePositions + unit.Positive);
        }

        moments = moments.And(new(count, sum + wideSum, squares + wideSquares, minimum, maximum, positive, finite, positivePositions, notFinite));
    }

    /// <summary>These and others.</summary>
    public Moments And(Moments other) => new(
        Count + other.Count, Sum + other.Sum, Squares + other.Squares,
        other.Count == 0 ? Minimum : Count == 0 ? other.Minimum : Math.Min(Minimum, other.Minimum),
        other.Count == 0 ? Maximum : Count == 0 ? other.Maximum : Math.Max(Maximum, other.Maximum),
        Positive + other.Positive, Positions + other.Positions, PositivePositions + other.PositivePositions, NotFinite + other.NotFinite);

    /// <summary>A number in units of 2^−48.</summary>
    internal static Int128 Fixed(float number) => Math.Abs(number) < 1 << 14 ? Round(number * One) : (Int128)Math.Round(Math.Clamp((double)number, -Largest, Largest) * One);

    static long Round(double number) => double.ConvertToIntegerNative<long>(Math.Round(number));

    static Int128 Square(float number)
    {
        var square = Math.Min((double)number * number, Largest * Largest);
        return square < 1 << 14 ? Round(square * One) : (Int128)Math.Round(square * One);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Count);
        WriteWide(writer, Sum);
        WriteWide(writer, Squares);
        writer.Write(Minimum);
        writer.Write(Maximum);
        writer.Write7BitEncodedInt64(Positive);
        writer.Write7BitEncodedInt64(Positions);
        writer.Write7BitEncodedInt64(PositivePositions);
        writer.Write7BitEncodedInt64(NotFinite);
    }

    internal static Moments Read(BinaryReader reader) => new(
        reader.Read7BitEncodedInt64(), ReadWide(reader), ReadWide(reader), reader.ReadSingle(), reader.ReadSingle(),
        reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());

    internal static void WriteWide(BinaryWriter writer, Int128 number)
    {
        unchecked
        {
            writer.Write((ulong)number);
            writer.Write((ulong)(number >> 64));
        }
    }

    internal static Int128 ReadWide(BinaryReader reader)
    {
        var low = reader.ReadUInt64();
        return new(reader.ReadUInt64(), low);
    }
}
