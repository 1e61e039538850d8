namespace Percept.Training;

/// <summary>What came of a training.</summary>
public sealed record TrainingReport
{
    /// <summary>The network that was written.</summary>
    public required string Model { get; init; }

    /// <summary>The folder with the curves, the report, the network before training and at some epochs.</summary>
    public required string Folder { get; init; }

    /// <summary>The classes, in the order of the scores.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How well it does on the held-out images.</summary>
    public required ClassificationMetrics Quality { get; init; }

    /// <summary>Every epoch.</summary>
    public required IReadOnlyList<Epoch> Epochs { get; init; }

    /// <summary>Which epoch's weights were written.</summary>
    public required int Chosen { get; init; }

    /// <summary>Images that were trained on, and held out.</summary>
    public required (int Train, int HeldOut) Images { get; init; }

    /// <summary>Seconds from the first epoch to the last, over all runs of the command.</summary>
    public required double Seconds { get; init; }

    /// <summary>How many numbers were trained.</summary>
    public required long Parameters { get; init; }

    /// <summary>Milliseconds a step, measured before the first.</summary>
    public required double StepMilliseconds { get; init; }

    /// <summary>The most memory that the process had, in MiB.</summary>
    public required double PeakMebibytes { get; init; }

    /// <summary>The largest difference between a score in training and one of the written network, relative to the largest score.</summary>
    public required double LargestDifference { get; init; }

    /// <summary>What was noticed about the images, in sentences.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>All that it depended on.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The size of the images.</summary>
    public required int Size { get; init; }
}
