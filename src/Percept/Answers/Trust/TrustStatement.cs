using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Percept.Answers.Trust;

/// <summary>How far an optimised picture of a unit may be believed. Each number is explained in docs/trust.md; one that cannot be had is null, with a reason.</summary>
public sealed partial record TrustStatement
{
    static readonly JsonSerializerOptions format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The numbers in one line of words.</summary>
    public string Line => Says();

    /// <summary>What speaks against believing the picture, in whole sentences; empty where nothing does.</summary>
    public IReadOnlyList<string> Warnings => [.. Warns()];

    /// <summary>The activation of the saved 8-bit picture by that of the dataset's best image.</summary>
    public double? ActivationRatio { get; init; }

    /// <summary>Why that ratio is extreme, in a few words; null where it is not.</summary>
    [JsonIgnore]
    public string? ActivationRatioReason => ActivationRatio > BarelyExcited ? "the dataset barely excites it" : null;

    /// <summary>The share of the dataset's images, 0 to 1, that drive the unit less than the picture does.</summary>
    public double? ActivationPercentile { get; init; }

    /// <summary>How many standard deviations the picture's activation is above the mean of the dataset's images.</summary>
    public double? ActivationZ { get; init; }

    /// <summary>The mean of the shares of the activation that are left under shifts, JPEG and blur.</summary>
    public double? RobustActivationRatio { get; init; }

    /// <summary>The mean share that is left under shifts.</summary>
    public double? RobustShift { get; init; }

    /// <summary>The mean share that is left after JPEG compression.</summary>
    public double? RobustJpeg { get; init; }

    /// <summary>The mean share that is left under blur.</summary>
    public double? RobustBlur { get; init; }

    /// <summary>The way the picture takes to the unit: 0 as random images, 1 as the unit's top images.</summary>
    public double? PathSimilarity { get; init; }

    /// <summary>The standard deviation that random images have in <see cref="PathSimilarity"/>: what is nearer to 0 tells nothing.</summary>
    public double? PathSpread { get; init; }

    /// <summary>The similarity layer by layer, from the image on.</summary>
    public IReadOnlyList<LayerSimilarity> Path { get; init; } = [];

    /// <summary>The share of the other units of the layer, 0 to 1, that the picture drives less, each measured by what the dataset does to it.</summary>
    public double? Selectivity { get; init; }

    /// <summary>The unit's rank in its layer on the picture; 1 is the most driven.</summary>
    public int? SelectivityRank { get; init; }

    /// <summary>How many units of the layer were ranked.</summary>
    public int? SelectivityOf { get; init; }

    /// <summary>The mean cosine between the features of the picture and those of the top images, at the unit's layer without the unit.</summary>
    public double? Agreement { get; init; }

    /// <summary>How many standard deviations that is above what random images have.</summary>
    public double? AgreementZ { get; init; }

    /// <summary>The mean cosine between the features of this picture and those of the unit's pictures from other seeds.</summary>
    public double? SeedStability { get; init; }

    /// <summary>How many pictures of the unit there are.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>How many kinds of images are among the unit's top ones.</summary>
    public int? Facets { get; init; }

    /// <summary>Whether no image of the dataset fires the unit.</summary>
    public bool? Silent { get; init; }

    /// <summary>How far the picture's spectrum is from the dataset's: the root mean square of the differences of log10 power.</summary>
    public double? SpectrumDistance { get; init; }

    /// <summary>The share of random images, 0 to 1, whose spectrum is nearer to the dataset's.</summary>
    public double? SpectrumPercentile { get; init; }

    /// <summary>Why a number is null, by the number's name.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>();

    /// <summary>The statement as JSON, with names such as <c>activation_ratio</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, format);

    /// <summary>The statement as a JSON element, to be put into other JSON.</summary>
    public JsonElement ToElement() => JsonSerializer.SerializeToElement(this, format);

    /// <summary>A statement from JSON; null where it is none.</summary>
    public static TrustStatement? FromJson(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<TrustStatement>(json, format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Where a picture is between random images and top images at one layer.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Similarity">0 as random images, 1 as top images; null where those are not told apart there.</param>
public sealed record LayerSimilarity(string Layer, double? Similarity);
