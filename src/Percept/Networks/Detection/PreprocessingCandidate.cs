namespace Percept.Networks.Detection;

/// <summary>A convention, and what speaks for or against it; null where that cannot be known.</summary>
/// <param name="Convention">The convention.</param>
public sealed record PreprocessingCandidate(Convention Convention)
{
    /// <summary>What it does.</summary>
    public Preprocessing Preprocessing => Convention.Preprocessing;

    /// <summary>How far what arrives at the first batch normalisations is from what they have stored: 0 is as in training; a deviation e times as large, or a mean one deviation away, adds 1.</summary>
    public double? Misfit { get; init; }

    /// <summary>In which share of the resamplings it was the best.</summary>
    public double? Share { get; init; }

    /// <summary>Whether the network's own first operations turn its values into those of a usual convention; null where it has none.</summary>
    public bool? FitsOwnNormalization { get; init; }

    /// <summary>In which share of the images that lie in a class's folder that class is the network's first choice.</summary>
    public double? Agreement { get; init; }

    /// <summary>The mean probability of the first choice.</summary>
    public double? Confidence { get; init; }

    /// <summary>How much the predictions tell images apart: the mutual information of image and class, 0 (all the same, or unsure) to 1.</summary>
    public double? Variety { get; init; }

    /// <summary>The share of units in the first layers that give one and the same value everywhere: dead, or saturated.</summary>
    public double? Stuck { get; init; }

    /// <summary>The first layer's biases beside the deviation of what its filters give (medians): far from 1 where the scale is wrong.</summary>
    public double? Bias { get; init; }
}
