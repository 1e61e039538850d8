namespace Percept.Training.Data;

/// <summary>Where each place of a view is looked for once parts have moved: rows and columns are each shifted along a wave of their own.</summary>
readonly struct ElasticWarp
{
    readonly float[] downOfRow, downOfColumn, rightOfRow, rightOfColumn;

    /// <param name="dice">Draws the waves.</param>
    /// <param name="side">Pixels a side.</param>
    /// <param name="most">The farthest that either wave moves anything, in sides.</param>
    public ElasticWarp(ref SplitMix64 dice, int side, double most) =>
        (downOfRow, downOfColumn, rightOfRow, rightOfColumn) = (Places(ref dice, side, most, 1), Places(ref dice, side, most, 0), Places(ref dice, side, most, 0), Places(ref dice, side, most, 1));

    /// <summary>How far below the centre, in sides.</summary>
    public float Down(int y, int x) => downOfRow[y] + downOfColumn[x];

    /// <summary>How far right of the centre, in sides.</summary>
    public float Right(int y, int x) => rightOfColumn[x] + rightOfRow[y];

    static float[] Places(ref SplitMix64 dice, int side, double most, float slope)
    {
        var (reach, periods, start) = (dice.Around(most), dice.Between(0.5f, 1.5f), dice.Around(MathF.PI));
        return [.. Enumerable.Range(0, side).Select(i => (i + 0.5f) / side - 0.5f).Select(at => slope * at + reach * MathF.Sin(MathF.Tau * periods * at + start))];
    }
}
