using System.Text.Json.Serialization;
using Percept.Cli.Records;
using Percept.Files;

namespace Percept.Cli;

/// <summary>How verbs write JSON: a record each, with keys and names in snake_case; numbers that are not finite become null.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ActivationAtlasRecord))]
[JsonSerializable(typeof(BuildRecord))]
[JsonSerializable(typeof(ExportRecord))]
[JsonSerializable(typeof(FigureRecord))]
[JsonSerializable(typeof(GradientRecord))]
[JsonSerializable(typeof(GroupsRecord))]
[JsonSerializable(typeof(InspectRecord))]
[JsonSerializable(typeof(InvertRecord))]
[JsonSerializable(typeof(LabelConceptsRecord))]
[JsonSerializable(typeof(MaskConceptsRecord))]
[JsonSerializable(typeof(MatchRecord))]
[JsonSerializable(typeof(MeasureRecord))]
[JsonSerializable(typeof(MergeRecord))]
[JsonSerializable(typeof(OptimizeRecord))]
[JsonSerializable(typeof(PlanRecord))]
[JsonSerializable(typeof(Result))]
[JsonSerializable(typeof(ServeRecord))]
[JsonSerializable(typeof(ShowRecord))]
[JsonSerializable(typeof(SubmitRecord))]
[JsonSerializable(typeof(SubmittedRecord))]
[JsonSerializable(typeof(TrainedDemoRecord))]
[JsonSerializable(typeof(Training.TrainingRecord))]
[JsonSerializable(typeof(WatchFolderRecord))]
[JsonSerializable(typeof(WatchRecord))]
[JsonSerializable(typeof(WorkRecord))]
sealed partial class CliJson : JsonSerializerContext
{
    internal static CliJson Format { get; } = new(SnakeCaseJson.Options());
}
