using Percept.Attribution;

namespace Percept.Cli.Records;

/// <summary>What <c>gradient</c> prints.</summary>
/// <param name="Objective">What was differentiated.</param>
/// <param name="Value">Its value.</param>
/// <param name="Shape">The gradient's shape, which is the input's.</param>
/// <param name="File">The gradient's file; null where none was written.</param>
/// <param name="Check">Whether it agrees with finite differences; null where that was not asked for.</param>
/// <param name="Seconds">How long all of it took.</param>
sealed record GradientRecord(string Objective, float Value, IReadOnlyList<int> Shape, string? File, GradientCheckRecord? Check, double Seconds);

/// <summary>Whether a gradient agrees with finite differences.</summary>
/// <param name="Verdict">What all directions together say.</param>
/// <param name="Sentence">All of it in words.</param>
/// <param name="Directions">The slopes along each direction.</param>
/// <param name="Culprit">The pullback that disagrees; null where there is none.</param>
/// <param name="ByOperator">Whether the verdict is that of the operators one by one.</param>
sealed record GradientCheckRecord(GradientVerdict Verdict, string Sentence, IReadOnlyList<GradientDirection> Directions, WrongPullback? Culprit, bool ByOperator)
{
    internal static GradientCheckRecord Of(GradientCheck check) => new(check.Verdict, check.ToString(), check.Directions, check.Culprit, check.ByOperator);
}
