using Percept.Networks;
namespace Percept.Training;

/// <summary>How classes of different sizes are made up for.</summary>
public enum Balance
{
    /// <summary>By sampling where the largest class is more than three times the smallest, else not at all.</summary>
    Auto,

    /// <summary>An epoch shows every class equally often.</summary>
    Sampling,

    /// <summary>Images of small classes count for more in the loss.</summary>
    Weights,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>All that a training depends on but for its images; the same options, images and machine give the same weights.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often every image is seen.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Fewer epochs where those would take longer than so many minutes, measured before the first; null: all.</summary>
    public double? Minutes { get; init; }

    /// <summary>Images in a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Height and width that images are brought to; null: by the network, or by the images.</summary>
    public int? Size { get; init; }

    /// <summary>The highest learning rate; null: by the rule, and a tenth of that where all of a trained network is trained further.</summary>
    public double? LearningRate { get; init; }

    /// <summary>How gradients change weights.</summary>
    public TrainingOptimizer Rule { get; init; } = new Sgd();

    /// <summary>How the learning rate runs.</summary>
    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>The share of the steps in which the learning rate rises.</summary>
    public double WarmUp { get; init; } = 0.05;

    /// <summary>How much of each target is shared among all classes.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>How much of itself the average of the weights keeps at each step, once that is long enough ago; the average is what is written.</summary>
    public double Average { get; init; } = 0.99;

    /// <summary>What is done about classes of different sizes.</summary>
    public Balance Balance { get; init; } = Balance.Auto;

    /// <summary>Ends once so many epochs bring no better balanced accuracy, and takes the best; null: never.</summary>
    public int? Patience { get; init; }

    /// <summary>What every random number is drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>Where it runs, and the processors that a step uses.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>A description of the network, in lines, or a file of such, or an ONNX file of it; null: one by the images' size.</summary>
    public string? Architecture { get; init; }

    /// <summary>A trained network that is gone on with: a classifier's last layer is replaced, a feature extractor gets one; null: training begins from random weights.</summary>
    public string? FineTune { get; init; }

    /// <summary>Whether only the new last layer is trained; all before it stays as it is, and is computed once for each view of an image.</summary>
    public bool Freeze { get; init; }

    /// <summary>What is said of the preprocessing of <see cref="FineTune"/> or of an ONNX file in <see cref="Architecture"/>; the file beside it and its metadata say the rest.</summary>
    public Networks.PreprocessingOptions? Preprocessing { get; init; }

    /// <summary>How images are varied; null: not at all.</summary>
    public Data.Augmentation? Augmentation { get; init; } = Data.Augmentation.Standard;
}
