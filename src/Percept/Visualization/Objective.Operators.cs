namespace Percept.Visualization;

public sealed partial class Objective
{
    /// <summary>Both at once.</summary>
    public static Objective operator +(Objective a, Objective b) => new([.. a.Terms, .. b.Terms]);

    /// <summary>One without the other.</summary>
    public static Objective operator -(Objective a, Objective b) => a + -b;

    /// <summary>The opposite.</summary>
    public static Objective operator -(Objective a) => -1 * a;

    /// <summary>As much of it as that.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is then not finite.</exception>
    public static Objective operator *(double weight, Objective a) => new([.. a.Terms.Select(term => (double.IsFinite(weight * term.Weight) ? weight * term.Weight
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, $"A weight must be finite; {weight} times '{a}' is not."), term.Term))]);

    /// <summary>Whether both are the same sum of the same terms.</summary>
    public static bool operator ==(Objective? a, Objective? b) => Equals(a, b);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Objective? a, Objective? b) => !Equals(a, b);
}
