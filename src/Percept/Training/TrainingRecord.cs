namespace Percept.Training;

/// <summary>A training's report as JSON has it: <c>percept train --json</c>, and <c>report.json</c> beside the network.</summary>
record TrainingRecord
{
    /// <summary>A training's report as JSON has it.</summary>
    public TrainingRecord(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (BalancedAccuracy, Accuracy, Quality) = (report.Quality.BalancedAccuracy, report.Quality.Accuracy, report.Quality);
        (Epochs, Curves, Chosen) = (report.Epochs.Count, report.Epochs, report.Chosen);
        (Seconds, StepMs, PeakMib) = (report.Seconds, report.StepMilliseconds, report.PeakMebibytes);
        (Parameters, Model, LargestDifference) = (report.Parameters, report.Model, report.LargestDifference);
        (Classes, TrainImages, HeldOutImages, Findings, Size) = (report.Classes, report.Images.Train, report.Images.HeldOut, report.Findings, report.Size);
        (Options, Seed, Rule) = (report.Options, report.Options.Seed, report.Options.Rule.ToString());
    }

    /// <summary>The mean over classes of the share of its held-out images, 0 to 1, that are given their class.</summary>
    public double BalancedAccuracy { get; }

    /// <summary>The share of held-out images, 0 to 1, that are given their class.</summary>
    public double Accuracy { get; }

    /// <summary>How many epochs there were.</summary>
    public int Epochs { get; }

    /// <summary>Seconds from the first epoch to the last, over all runs of the command.</summary>
    public double Seconds { get; }

    /// <summary>How many numbers were trained.</summary>
    public long Parameters { get; }

    /// <summary>Milliseconds a step, measured before the first.</summary>
    public double StepMs { get; }

    /// <summary>The seed of every random number.</summary>
    public int Seed { get; }

    /// <summary>The classes, in the order of the scores.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The network that was written.</summary>
    public string Model { get; }

    /// <summary>How well it does on the held-out images.</summary>
    public ClassificationMetrics Quality { get; }

    /// <summary>Which epoch's weights were written, from 1.</summary>
    public int Chosen { get; }

    /// <summary>How many images were trained on.</summary>
    public int TrainImages { get; }

    /// <summary>How many images were held out.</summary>
    public int HeldOutImages { get; }

    /// <summary>The most memory that the process had, in MiB.</summary>
    public double PeakMib { get; }

    /// <summary>The largest difference between a score in training and one of the written network, relative to the largest score.</summary>
    public double LargestDifference { get; }

    /// <summary>What was noticed about the images, in sentences.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>The rule by which gradients changed weights, with its numbers.</summary>
    public string Rule { get; }

    /// <summary>All that it depended on.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Height and width of the images in pixels.</summary>
    public int Size { get; }

    /// <summary>Every epoch.</summary>
    public IReadOnlyList<Epoch> Curves { get; }
}
