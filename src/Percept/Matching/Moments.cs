using System.Numerics;

namespace Percept.Matching;

/// <summary>Count, mean, spread and range of numbers seen one by one; exact, so that the order does not matter.</summary>
/// <param name="Count">How many finite numbers were seen.</param>
/// <param name="Sum">Their sum, in units of 2^−48.</param>
/// <param name="Squares">The sum of their squares, in the same units.</param>
/// <param name="Minimum">The lowest.</param>
/// <param name="Maximum">The highest.</param>
/// <param name="Positive">How many are above zero.</param>
/// <param name="NotFinite">How many NaN and infinities were seen beside them.</param>
/// <remarks>Each number is rounded to 2^−48 before it is added, and counts as ±2^27 (134 million) where it is beyond that.</remarks>
public readonly record struct Moments(long Count, Int128 Sum, Int128 Squares, float Minimum, float Maximum, long Positive, long NotFinite)
{
    const double One = 1L << 48, Largest = 1L << 27;

    /// <summary>Their mean; 0 for none.</summary>
    public double Mean => Count > 0 ? (double)Sum / One / Count : 0;

    /// <summary>The standard deviation; 0 for fewer than two numbers.</summary>
    public double StandardDeviation => Count > 1 ? Math.Sqrt(Math.Max(0, (double)(((BigInteger)Squares * Count * (BigInteger)One) - ((BigInteger)Sum * Sum)))) / One / Count : 0;

    /// <summary>The share of numbers above zero.</summary>
    public double Fires => Count > 0 ? (double)Positive / Count : 0;

    /// <summary>These and one more.</summary>
    public Moments With(float number) => float.IsFinite(number)
        ? And(new(1, Fixed(number), Fixed((double)number * number), number, number, number > 0 ? 1 : 0, 0)) : this with { NotFinite = NotFinite + 1 };

    /// <summary>These and others.</summary>
    public Moments And(Moments other) => new(
        Count + other.Count, Sum + other.Sum, Squares + other.Squares,
        Count == 0 ? other.Minimum : other.Count == 0 ? Minimum : Math.Min(Minimum, other.Minimum),
        Count == 0 ? other.Maximum : other.Count == 0 ? Maximum : Math.Max(Maximum, other.Maximum),
        Positive + other.Positive, NotFinite + other.NotFinite);

    static Int128 Fixed(double number) => (Int128)Math.Round(Math.Clamp(number, -Largest, Largest * Largest) * One);

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        Write(writer, Sum);
        Write(writer, Squares);
        writer.Write(Minimum);
        writer.Write(Maximum);
        writer.Write(Positive);
        writer.Write(NotFinite);
    }

    internal static Moments Read(BinaryReader reader) =>
        new(reader.ReadInt64(), ReadSum(reader), ReadSum(reader), reader.ReadSingle(), reader.ReadSingle(), reader.ReadInt64(), reader.ReadInt64());

    static void Write(BinaryWriter writer, Int128 sum)
    {
        writer.Write((long)(sum >> 64));
        writer.Write((ulong)(sum & ulong.MaxValue));
    }

    static Int128 ReadSum(BinaryReader reader) => ((Int128)reader.ReadInt64() << 64) | reader.ReadUInt64();
}
