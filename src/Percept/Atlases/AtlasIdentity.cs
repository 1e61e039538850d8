using System.Text.Json.Serialization;
using Percept.Networks;

namespace Percept.Atlases;

/// <summary>Which network, seen how, on which pictures: what an atlas is about.</summary>
/// <remarks>Model, input, preprocessing and dataset decide whether an atlas can be continued; the rest is for the reader.</remarks>
public sealed record AtlasIdentity
{
    /// <summary>The network's file name, for people.</summary>
    public required string ModelName { get; init; }

    /// <summary>SHA-256 of the model, as hexadecimal digits.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Pixels of the network's input, top to bottom; the pictures in the atlas and every crop are in these pixels.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Pixels of the network's input, left to right.</summary>
    public required int InputWidth { get; init; }

    /// <summary>Colour channels of the network's input.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>The input's layout, <c>NCHW</c> or <c>NHWC</c>.</summary>
    public string Layout { get; init; } = "NCHW";

    /// <summary>How a picture becomes the input, but for its size.</summary>
    public PreprocessingOptions Preprocessing { get; init; } = new();

    /// <summary>What says so, in a few words; empty in atlases that do not keep it.</summary>
    public string PreprocessingSource { get; init; } = "";

    /// <summary>Why, in a sentence, where that is evidence or cannot be told; else empty.</summary>
    public string PreprocessingReason { get; init; } = "";

    /// <summary>The pictures in words, such as <c>700 Fluent emoji</c>.</summary>
    public string Dataset { get; init; } = "no images";

    /// <summary>SHA-256 over the pictures, as hexadecimal digits; empty where there are none.</summary>
    public string DatasetSha256 { get; init; } = "";

    /// <summary>The version of the tool that began the atlas.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>The seed of everything random that was found last.</summary>
    public long Seed { get; init; }

    /// <summary>The command that builds this atlas as it was found last, for the reader to repeat.</summary>
    public string? Command { get; init; }

    internal string? WhyNot(AtlasIdentity wanted, string path) => this switch
    {
        _ when ModelSha256 != wanted.ModelSha256 =>
            $"'{path}' is the atlas of {ModelName} (sha256 {Short(ModelSha256)}), not of {wanted.ModelName} (sha256 {Short(wanted.ModelSha256)}). Choose another file for this network.",
        _ when DatasetSha256 != wanted.DatasetSha256 =>
            $"'{path}' was made with {Dataset} (sha256 {Short(DatasetSha256)}), not with {wanted.Dataset} (sha256 {Short(wanted.DatasetSha256)}). Choose another file for these pictures.",
        _ when Input != wanted.Input =>
            $"'{path}' was made for an input of {Input}, not of {wanted.Input}. Choose another file for this input.",
        _ when Preprocessing != wanted.Preprocessing =>
            $"'{path}' was made with the preprocessing {Preprocessing.ToArguments()}, not with {wanted.Preprocessing.ToArguments()}. Choose another file for it.",
        _ => null,
    };

    string Input => $"{InputChannels} x {InputHeight} x {InputWidth} ({Layout})";

    static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash is "" ? "none" : hash;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AtlasIdentity))]
sealed partial class IdentityJson : JsonSerializerContext;
