namespace Percept.Attribution;

/// <summary>What a comparison of a gradient with differences comes to.</summary>
public enum GradientVerdict
{
    /// <summary>They are the same, as far as float32 can tell.</summary>
    Agrees,

    /// <summary>They are not.</summary>
    Disagrees,

    /// <summary>Differences do not tell: there is a kink or a jump, or too little changes.</summary>
    Undecided,
}

/// <summary>The slope along one direction, as a gradient and as differences have it.</summary>
/// <param name="ByGradient">The gradient's projection on the direction.</param>
/// <param name="ByDifferences">The slope that differences give; NaN where they give none.</param>
/// <param name="Uncertainty">How far off that may be.</param>
/// <param name="Scale">How large a slope along such a direction usually is.</param>
public sealed record GradientDirection(double ByGradient, double ByDifferences, double Uncertainty, double Scale)
{
    /// <summary>Their distance, relative to the usual slope.</summary>
    public double Error => Scale == 0 ? 0 : Math.Abs(ByGradient - ByDifferences) / Scale;

    /// <summary>Whether they agree within <paramref name="tolerance"/> of the usual slope.</summary>
    internal GradientVerdict Verdict(double tolerance) =>
        Error <= tolerance ? GradientVerdict.Agrees
        : Math.Abs(ByGradient - ByDifferences) > (4 * Uncertainty) + (tolerance * Scale) ? GradientVerdict.Disagrees
        : GradientVerdict.Undecided;

    /// <summary>What several directions say together: one that disagrees is enough.</summary>
    internal static GradientVerdict Of(IEnumerable<GradientVerdict> verdicts) => verdicts.ToArray() is var all && all.Contains(GradientVerdict.Disagrees) ? GradientVerdict.Disagrees
        : all.Contains(GradientVerdict.Undecided) ? GradientVerdict.Undecided
        : GradientVerdict.Agrees;
}
