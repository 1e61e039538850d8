using static System.FormattableString;

namespace Percept.Answers.Trust;

public sealed partial record TrustStatement
{
    /// <summary>Below this share of the activation, the picture rests on its exact pixels.</summary>
    public const double LeastRobust = 0.5;

    /// <summary>Below this z the picture is no more like the unit's images than one in six random images is.</summary>
    public const double LeastAgreement = 1;

    /// <summary>Above this ratio, the picture is far outside of what the unit ever met.</summary>
    public const double FarBeyond = 3;

    /// <summary>Above this ratio, hardly anything that the unit responds to is in the dataset.</summary>
    public const double BarelyExcited = 20;

    string Says()
    {
        var parts = new List<string>();
        if (Silent == true) parts.Add("no image of the dataset fires this unit");
        if (ActivationRatio is { } reach) parts.Add(Invariant($"activation {reach:0.0#}x the dataset's maximum{(ActivationRatioReason is { } reason ? $" ({reason})" : reach > FarBeyond ? ", far outside the dataset's range" : "")}"));
        else if (ActivationZ is { } z) parts.Add(Invariant($"drives the unit {z:0.0} standard deviations above the mean image"));
        if (RobustActivationRatio is { } robust) parts.Add(Invariant($"{(robust >= LeastRobust ? "survives" : "does not survive")} shifts, JPEG and blur ({robust:0.00})"));
        if (AgreementZ is { } agreement) parts.Add(Invariant($"{(agreement >= LeastAgreement ? "agrees" : "does not agree")} with the images (z {agreement:0.0})"));
        if (PathSimilarity is { } path) parts.Add(Invariant($"path similarity {path:0.00}{(path < PathSpread ? " (no more than random images)" : "")}"));
        if (Facets is > 1) parts.Add(Invariant($"its images are of {Facets} kinds"));
        var line = string.Join(", ", parts);
        return line.Length == 0 ? "Nothing could be measured." : char.ToUpperInvariant(line[0]) + line[1..] + ".";
    }

    IEnumerable<string> Warns()
    {
        if (Silent == true) yield return "No image of the dataset fires this unit: nothing shows that what is pictured plays a part in what the network does.";
        if (ActivationRatio < 1) yield return Invariant($"An image of the dataset drives the unit higher than this picture does ({ActivationRatio:0.00}x): the optimisation fell short, and the picture may miss what the unit looks for.");
        if (RobustActivationRatio < LeastRobust) yield return Invariant($"Small shifts, JPEG or blur take away more than half of the activation ({RobustActivationRatio:0.00} is left): the picture rests on exact pixels, not on what one sees in it.");
        if (AgreementZ < LeastAgreement) yield return Invariant($"Picture and images disagree: to the network this picture is hardly more like the unit's top images than random images are (z {AgreementZ:0.0}). Trust neither alone.");
        if (Selectivity < 0.5) yield return Invariant($"The picture drives {SelectivityRank - 1} of {SelectivityOf} units of the layer further than its own.");
    }
}
