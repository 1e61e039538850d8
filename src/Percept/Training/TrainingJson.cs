using System.Text.Json.Serialization;
using Percept.Files;

namespace Percept.Training;

/// <summary>How a training's report is written as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingRecord))]
sealed partial class TrainingJson : JsonSerializerContext
{
    internal static TrainingJson Format { get; } = new(SnakeCaseJson.Options());
}
