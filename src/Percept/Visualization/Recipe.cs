using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Percept.Networks;

namespace Percept.Visualization;

/// <summary>All options of one optimisation. The same recipe, objective and seed give the same bytes on the same machine.</summary>
public sealed record Recipe
{
    static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
    };

    /// <summary>The image's height in pixels; the network's own where null.</summary>
    public int? Height { get; init; }

    /// <summary>The image's width in pixels; the network's own where null.</summary>
    public int? Width { get; init; }

    /// <summary>How many steps of ascent are taken at most.</summary>
    public int Steps { get; init; } = 512;

    /// <summary>Whether the ascent ends before that once it no longer rises.</summary>
    public bool StopWhenFlat { get; init; } = true;

    /// <summary>How long all objectives may take together, in minutes: each gets its share, and as many steps as fit. Without a limit where null.</summary>
    public double? Minutes { get; init; }

    /// <summary>From how many seeds, one after the other, an image is made; the one that reaches most is kept.</summary>
    public int BestOf { get; init; } = 1;

    /// <summary>Adam's step size; what suits the kind of image where null.</summary>
    public double? LearningRate { get; init; }

    /// <summary>What every random number is drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>How the image is written as numbers.</summary>
    public ImageParameterization Image { get; init; } = new Fourier();

    /// <summary>Whether colours are decorrelated.</summary>
    public bool Decorrelate { get; init; } = true;

    /// <summary>From independent colours to red, green and blue, nine numbers row by row; ImageNet's where null.</summary>
    public IReadOnlyList<double>? ColourMatrix { get; init; }

    /// <summary>What gradients pass through activation functions: the way up, which need not be the steepest.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<GradientRules>))]
    public GradientRules Rules { get; init; }

    /// <summary>Whether the image may be transparent, over random backgrounds, so that only what matters is drawn.</summary>
    public bool Transparent { get; init; }

    /// <summary>The image file that the ascent starts from; noise where null.</summary>
    public string? Start { get; init; }

    /// <summary>The SHA-256 of that file, so that another file of that name is not taken for it.</summary>
    public string? StartHash { get; init; }

    /// <summary>The random views that the network sees the image through; <see cref="Transform.Standard"/> where null, none where empty.</summary>
    public IReadOnlyList<Transform>? Transforms { get; init; }

    /// <summary>How many views are looked at in each step.</summary>
    public int Views { get; init; } = 1;

    /// <summary>The images' rows and columns for a network.</summary>
    internal (int Height, int Width) SizeFor(Network network) => (Height ?? network.Preprocessing.Height, Width ?? network.Preprocessing.Width);

    /// <summary>The transforms for images of a size.</summary>
    internal IReadOnlyList<Transform> TransformsFor(int height, int width) => Transforms ?? Transform.Standard(Math.Min(height, width));

    /// <summary>This recipe, starting from an image.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Recipe StartingFrom(string file) => this with { Start = file, StartHash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) };

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>A recipe from JSON.</summary>
    /// <exception cref="JsonException">It is not one, or a value of it makes no sense.</exception>
    public static Recipe FromJson(string json) => (JsonSerializer.Deserialize<Recipe>(json, Format) ?? new()).Checked();

    /// <summary>Sixteen digits that differ between recipes.</summary>
    [JsonIgnore]
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Format)).AsSpan(0, 8));

    Recipe Checked()
    {
        Require(Steps >= 0, "steps", Steps, "0 or more");
        Require(BestOf >= 1, "bestOf", BestOf, "1 or more");
        Require(Views >= 1, "views", Views, "1 or more");
        Require(Height is null or > 1, "height", Height, "2 or more");
        Require(Width is null or > 1, "width", Width, "2 or more");
        Require(Minutes is null or > 0, "minutes", Minutes, "more than 0");
        Require(LearningRate is null or > 0, "learningRate", LearningRate, "more than 0");
        Require(ColourMatrix is null or { Count: 9 }, "colourMatrix", ColourMatrix?.Count, "9 numbers");
        return this;

        static void Require(bool holds, string name, object? value, string wanted)
        {
            if (!holds) throw new JsonException(FormattableString.Invariant($"'{name}' is {value}; it must be {wanted}."));
        }
    }
}
