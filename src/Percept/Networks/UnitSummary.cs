namespace Percept.Networks;

/// <summary>What a unit does over the positions of one image. NaN and infinities are counted and otherwise left out; of equals the first position counts.</summary>
/// <param name="Max">The highest activation; −∞ where no position has a finite one.</param>
/// <param name="ArgMax">Where it is, counted along the rows.</param>
/// <param name="Min">The lowest activation; +∞ where no position has a finite one.</param>
/// <param name="ArgMin">Where it is.</param>
/// <param name="Positive">At how many positions it is above zero.</param>
/// <param name="NotFinite">At how many positions it is NaN or infinite.</param>
public readonly record struct UnitSummary(float Max, int ArgMax, float Min, int ArgMin, int Positive, int NotFinite)
{
    /// <summary>How many numbers it is written as.</summary>
    internal const int Numbers = 6;

    /// <summary>The most positions whose places a float32 tells apart.</summary>
    internal const int MostPositions = 1 << 24;

    /// <summary>No position seen yet.</summary>
    public static UnitSummary None { get; } = new(float.NegativeInfinity, 0, float.PositiveInfinity, 0, 0, 0);

    /// <summary>Whether any position has a finite activation.</summary>
    public bool IsSeen => Max >= Min;

    /// <summary>With one more position, later than the others.</summary>
    internal UnitSummary With(float activation, int place) =>
        float.IsFinite(activation) ? And(new(activation + 0f, place, activation + 0f, place, activation > 0 ? 1 : 0, 0)) : this with { NotFinite = NotFinite + 1 };

    /// <summary>With other positions, in any order.</summary>
    internal UnitSummary And(UnitSummary other)
    {
        var isHigher = other.Max > Max || (other.Max == Max && other.ArgMax < ArgMax);
        var isLower = other.Min < Min || (other.Min == Min && other.ArgMin < ArgMin);
        return new(
            isHigher ? other.Max : Max, isHigher ? other.ArgMax : ArgMax, isLower ? other.Min : Min, isLower ? other.ArgMin : ArgMin,
            Positive + other.Positive, NotFinite + other.NotFinite);
    }

    /// <summary>Writes it to a table of all units' summaries: six rows, so that neighbours are written together.</summary>
    /// <remarks>Zero has no sign: −0 is not told apart from 0.</remarks>
    internal void Write(Span<float> table, int unit)
    {
        var units = table.Length / Numbers;
        (table[unit], table[units + unit], table[(2 * units) + unit]) = (Max + 0f, ArgMax, Min + 0f);
        (table[(3 * units) + unit], table[(4 * units) + unit], table[(5 * units) + unit]) = (ArgMin, Positive, NotFinite);
    }

    internal static UnitSummary Read(ReadOnlySpan<float> table, int unit)
    {
        var units = table.Length / Numbers;
        return new(
            table[unit], (int)table[units + unit], table[(2 * units) + unit],
            (int)table[(3 * units) + unit], (int)table[(4 * units) + unit], (int)table[(5 * units) + unit]);
    }
}
