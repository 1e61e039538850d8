using System.Text.Json.Serialization;
using Percept.Training;

namespace Percept.Cli.Records;

/// <summary>What <c>demo --train</c> prints: the training's record, then what the demo made of the network.</summary>
sealed record TrainedDemoRecord : TrainingRecord
{
    internal TrainedDemoRecord(TrainingReport report, string designer, string dataset, string atlas, string? figure, string development) : base(report) =>
        (Designer, Dataset, Atlas, Figure, Development) = (designer, dataset, atlas, figure, development);

    /// <summary>The designer whose drawings were held out.</summary>
    [JsonPropertyOrder(1)]
    public string Designer { get; }

    /// <summary>The name of the dataset.</summary>
    [JsonPropertyOrder(1)]
    public string Dataset { get; }

    /// <summary>The atlas file.</summary>
    [JsonPropertyOrder(1)]
    public string Atlas { get; }

    /// <summary>The figure's file; null where none was written.</summary>
    [JsonPropertyOrder(1)]
    public string? Figure { get; }

    /// <summary>The picture of features before, during and after training.</summary>
    [JsonPropertyOrder(1)]
    public string Development { get; }
}
