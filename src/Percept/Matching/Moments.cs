namespace Percept.Matching;

/// <summary>Count, mean, spread and range of numbers seen one by one (Welford, 1962), mergeable (Chan et al., 1979).</summary>
/// <param name="Count">How many finite numbers were seen.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="SquaredDeviations">The sum of their squared deviations from it.</param>
/// <param name="Minimum">The lowest.</param>
/// <param name="Maximum">The highest.</param>
/// <param name="Positive">How many are above zero.</param>
/// <param name="NotFinite">How many NaN and infinities were seen beside them.</param>
public readonly record struct Moments(long Count, double Mean, double SquaredDeviations, float Minimum, float Maximum, long Positive, long NotFinite)
{
    /// <summary>The standard deviation; 0 for fewer than two numbers.</summary>
    public double StandardDeviation => Count > 1 ? Math.Sqrt(SquaredDeviations / Count) : 0;

    /// <summary>The share of numbers above zero.</summary>
    public double Fires => Count > 0 ? (double)Positive / Count : 0;

    /// <summary>These and one more.</summary>
    public Moments With(float number) => float.IsFinite(number) ? And(new(1, number, 0, number, number, number > 0 ? 1 : 0, 0)) : this with { NotFinite = NotFinite + 1 };

    /// <summary>These and others.</summary>
    public Moments And(Moments other)
    {
        var notFinite = NotFinite + other.NotFinite;
        if (other.Count == 0) return this with { NotFinite = notFinite };
        if (Count == 0) return other with { NotFinite = notFinite };
        var (count, apart) = (Count + other.Count, other.Mean - Mean);
        return new(
            count, Mean + (apart * other.Count / count), SquaredDeviations + other.SquaredDeviations + (apart * apart * Count * other.Count / count),
            Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum), Positive + other.Positive, notFinite);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Mean);
        writer.Write(SquaredDeviations);
        writer.Write(Minimum);
        writer.Write(Maximum);
        writer.Write(Positive);
        writer.Write(NotFinite);
    }

    internal static Moments Read(BinaryReader reader) =>
        new(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadInt64(), reader.ReadInt64());
}
