using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Percept.Optimization;

/// <summary>All options of one optimisation. The same recipe, objective and seed give the same bytes on the same machine.</summary>
public sealed record Recipe
{
    static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The image's height in pixels; the network's own where null.</summary>
    public int? Height { get; init; }

    /// <summary>The image's width in pixels; the network's own where null.</summary>
    public int? Width { get; init; }

    /// <summary>How many steps of ascent are taken.</summary>
    public int Steps { get; init; } = 512;

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>What every random number is drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>The power of frequency that the Fourier amplitudes fall with.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>Whether colours are decorrelated.</summary>
    public bool Decorrelate { get; init; } = true;

    /// <summary>Whether the network sees a new random view at each step.</summary>
    public bool Transforms { get; init; } = true;

    /// <summary>What gradients pass through activation functions: the way up, which need not be the steepest.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<GradientRules>))]
    public GradientRules Rules { get; init; }

    /// <summary>How the image is written as numbers.</summary>
    internal ImageParameters Parameters => new Squashed(Decorrelate ? new Decorrelated(new Fourier(Decay)) : new Fourier(Decay));

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>A recipe from JSON.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static Recipe FromJson(string json) => JsonSerializer.Deserialize<Recipe>(json, Format) ?? new();

    /// <summary>Sixteen digits that differ between recipes.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Format)).AsSpan(0, 8));
}
