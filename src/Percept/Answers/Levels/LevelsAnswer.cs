using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Answers.Levels;

/// <summary>Low, mid and high, measured: what every layer and unit responds to.</summary>
/// <param name="Summary">The answer in one sentence.</param>
/// <param name="Sentences">The answer in words.</param>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Labels">The labels of the images: the first folder of each one's name; empty where there are none.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
/// <param name="Borders">Where the borders lie between the levels.</param>
/// <param name="Wavelengths">The wavelengths of the gratings, in pixels.</param>
/// <param name="Layers">Each layer, from the image on.</param>
public sealed record LevelsAnswer(
    string Summary, IReadOnlyList<string> Sentences, int Images, IReadOnlyList<string> Labels, IReadOnlyList<SkippedFile> Skipped, LevelBorders Borders,
    IReadOnlyList<double> Wavelengths, IReadOnlyList<LayerMeasures> Layers) : IAnswer<LevelsAnswer>
{
    /// <inheritdoc/>
    public static string Name => "levels";

    /// <inheritdoc/>
    public static IJsonTypeInfoResolver Json => LevelsJson.Default;

    /// <summary>The answer in words, as one text.</summary>
    [JsonPropertyOrder(-1)]
    public string Verdict => string.Join(' ', Sentences);
}

/// <summary>Up to which share of the image's side a layer's receptive field may reach for it to be of a level.</summary>
/// <param name="Low">Up to this share it is low-level.</param>
/// <param name="Mid">Up to this share, mid-level; above it, high-level.</param>
public sealed record LevelBorders(double Low, double Mid);

[JsonSerializable(typeof(LevelsAnswer)), JsonSerializable(typeof(UnitMeasures))]
sealed partial class LevelsJson : JsonSerializerContext;
