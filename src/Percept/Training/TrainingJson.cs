using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Percept.Files;

namespace Percept.Training;

/// <summary>How a training's report is written as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingRecord))]
sealed partial class TrainingJson : JsonSerializerContext
{
    internal static TrainingJson Format { get; } = new(new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new FiniteOrNull<double>(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    });
}
