using Percept.Networks;
using Percept.Networks.Detection;

namespace Percept.Cli.Records;

/// <summary>Which preprocessing fits a network; null where that cannot be determined.</summary>
/// <param name="Sentence">All of it in words.</param>
/// <param name="Fits">The convention that fits.</param>
/// <param name="Options">The options that give it.</param>
/// <param name="Basis">What the verdict rests on.</param>
/// <param name="Sure">The share of resamplings, 0 to 1, in which its values fit best.</param>
/// <param name="SureOfOrder">The same for the order of the channels.</param>
/// <param name="Decides">Whether its values are used where no others are given.</param>
/// <param name="Warning">What is wrong with the preprocessing that was given.</param>
/// <param name="Images">How many images were used.</param>
/// <param name="Normalizations">How many batch normalisations were compared.</param>
/// <param name="Labelled">How many images lie in a folder with the name of a class.</param>
/// <param name="Candidates">Every convention that was tried.</param>
sealed record EvidenceRecord(
    string Sentence, string? Fits, string? Options, Basis Basis, double? Sure, double? SureOfOrder, bool Decides, string? Warning, int Images, int Normalizations, int Labelled,
    IReadOnlyList<CandidateRecord> Candidates)
{
    internal static EvidenceRecord Of(PreprocessingEvidence found) => new(
        found.Sentence, found.Best?.Convention.ToString(), found.Options, found.Basis, found.Sure, found.SureOfOrder, found.Decides, found.Warning, found.Images, found.Normalizations, found.Labelled,
        [.. found.Candidates.Select(CandidateRecord.Of)]);
}

/// <summary>A convention that was tried, with the measures of <see cref="PreprocessingCandidate"/>.</summary>
sealed record CandidateRecord(
    string Convention, ConventionRecord Preprocessing, string Options, double? Misfit, double? Share, bool? FitsOwnNormalization,
    double? Agreement, double? Confidence, double? Variety, double? Stuck, double? Bias)
{
    internal static CandidateRecord Of(PreprocessingCandidate candidate) => new(
        candidate.Convention.ToString(), ConventionRecord.Of(candidate.Preprocessing), candidate.Preprocessing.ToArguments(), candidate.Misfit, candidate.Share, candidate.FitsOwnNormalization,
        candidate.Agreement, candidate.Confidence, candidate.Variety, candidate.Stuck, candidate.Bias);
}

/// <summary>What a convention does to images, in the words of <see cref="PreprocessingRecord"/>.</summary>
sealed record ConventionRecord(double[] Range, IReadOnlyList<double> Mean, IReadOnlyList<double> Std, ChannelOrder Channels, Layout Layout, int Height, int Width)
{
    internal static ConventionRecord Of(Preprocessing known) => new([known.Low, known.High], known.Mean, known.Deviation, known.Channels, known.Layout, known.Height, known.Width);
}
