using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Percept.Atlases;
using Percept.Attribution;
using Percept.Attribution.Checks;
using Percept.Attribution.Figures;

namespace Percept.Answers.Explanations;

/// <summary>Which pixels of a picture count for an objective, by some methods, and what the checks of each say.</summary>
/// <param name="Objective">What is explained.</param>
/// <param name="Value">The objective's value at the picture.</param>
/// <param name="BaselineValue">Its value where there is nothing to see.</param>
/// <param name="Baseline">What stands for nothing to see.</param>
/// <param name="Maps">The maps.</param>
public sealed record AttributionAnswer(string Objective, float Value, float BaselineValue, Baseline Baseline, IReadOnlyList<MapMeasures> Maps) : IAnswer<AttributionAnswer>
{
    /// <inheritdoc/>
    public static string Name => "explanations";

    /// <inheritdoc/>
    public static IJsonTypeInfoResolver Json => AttributionJson.Default;

    /// <summary>The figure of the maps, where one was drawn.</summary>
    public string? File { get; init; }

    /// <summary>The figure of the checks, where one was drawn.</summary>
    public string? CheckFile { get; init; }

    /// <summary>How long it took, in seconds; null in an atlas.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Seconds { get; init; }

    /// <summary>Which of an atlas's examples is explained; null where the picture is a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExplainedExample? Example { get; init; }

    /// <summary>What layers keep of the picture; null where that was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<InversionMeasures>? Inversions { get; init; }

    /// <summary>Maps without their pixels.</summary>
    /// <param name="explainer">What made them.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="checks">The checks of each; null where they were not asked for.</param>
    /// <param name="arrays">The files that each was written to as numbers; null where they were not.</param>
    public static AttributionAnswer Of(Explainer explainer, IReadOnlyList<AttributionMap> maps, IReadOnlyList<AttributionCheck>? checks = null, IReadOnlyList<string>? arrays = null) =>
        new(explainer.Objective.ToString(), explainer.Value, explainer.BaselineValue, explainer.Baseline, [.. maps.Select((map, i) => MapMeasures.Of(map, checks?[i], arrays?[i]))]);
}

/// <summary>An example of an atlas.</summary>
/// <param name="Layer">The layer's index.</param>
/// <param name="Unit">The channel.</param>
/// <param name="Image">The image's id.</param>
public sealed record ExplainedExample(int Layer, int Unit, int Image);

/// <summary>What a layer keeps of a picture.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Missing">The share of the activations' squares that the inversion misses.</param>
public sealed record InversionMeasures(string Layer, double Missing);

/// <summary>A map of how much each pixel counts, without the pixels.</summary>
/// <param name="Method">The method's name in commands.</param>
/// <param name="Title">Its name in prose.</param>
/// <param name="Options">The method with all its options.</param>
/// <param name="Words">What the map says, and how it was made.</param>
/// <param name="Signed">Whether numbers below zero mean that a pixel counts against the objective.</param>
/// <param name="Shape">Channels, rows and columns.</param>
/// <param name="Colours">The numbers at the two ends of the colours that it is drawn in.</param>
/// <param name="Npy">The file that it was written to as numbers, if it was.</param>
/// <param name="Check">What the checks say; null where they were not asked for.</param>
public sealed record MapMeasures(
    string Method, string Title, string Options, string Words, bool Signed, IReadOnlyList<int> Shape, IReadOnlyList<float> Colours, string? Npy, CheckMeasures? Check)
{
    internal static MapMeasures Of(AttributionMap map, AttributionCheck? check, string? npy) => new(
        map.Method.Name, map.Method.Title, map.Method.ToString(), map.Method.Words, map.Method.IsSigned, [map.Channels, map.Height, map.Width],
        [map.Limits().Low, map.Limits().High], npy, check is null ? null : CheckMeasures.Of(check));
}

/// <summary>What the sanity checks of the literature say of a map.</summary>
/// <param name="Holds">Whether none speaks against it.</param>
/// <param name="Sentences">What they say.</param>
/// <param name="Doubts">Those of the sentences that speak against it.</param>
/// <param name="Cascade">How like the map is that of the network while it loses what it learned, from the top down.</param>
/// <param name="Deletion">What happens when the pixels that count most are removed first.</param>
/// <param name="Insertion">What happens when they are put back first.</param>
/// <param name="Completeness">For integrated gradients; null for others, whose maps promise no sum.</param>
public sealed record CheckMeasures(
    bool Holds, IReadOnlyList<string> Sentences, IReadOnlyList<string> Doubts, IReadOnlyList<CascadeMeasures> Cascade, RemovalCurve Deletion, RemovalCurve Insertion, Completeness? Completeness)
{
    internal static CheckMeasures Of(AttributionCheck check) => new(
        check.Holds, [.. check.Sentences()], [.. check.Doubts()], [.. check.Cascade.Select(step => new CascadeMeasures(step.From, step.Shuffled, step.Rank, step.RankOfMagnitudes))],
        check.Deletion, check.Insertion, check.Completeness);
}

/// <summary>How like a map is that of a network whose upper part has lost what it learned; see <see cref="CascadeStep"/>.</summary>
/// <param name="From">The first operator whose weights are shuffled.</param>
/// <param name="Shuffled">The share of operators with weights that are, 0 to 1.</param>
/// <param name="Rank">Spearman's correlation of the pixels.</param>
/// <param name="RankOfMagnitudes">The same without signs, and without what is due to where the objective looks.</param>
public sealed record CascadeMeasures(string From, double Shuffled, double Rank, double RankOfMagnitudes);

[JsonSerializable(typeof(AttributionAnswer))]
sealed partial class AttributionJson : JsonSerializerContext;
