using Percept.Imaging;

namespace Percept.Cli.Records;

/// <summary>What <c>match</c> prints.</summary>
/// <param name="Atlas">The atlas file.</param>
/// <param name="Images">How many images were read.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
/// <param name="Layers">How many layers the network has.</param>
/// <param name="Units">How many units they have together.</param>
/// <param name="DeadUnits">How many units had the same maximum in every image.</param>
/// <param name="Seconds">How long all of it took.</param>
/// <param name="MsPerImage">Milliseconds an image, once warm; null where too few images were left to match.</param>
/// <param name="ForwardMsPerImage">The network's forward pass alone, likewise.</param>
/// <param name="PeakMib">The most memory that the process had, in MiB.</param>
/// <param name="Report">What ImageNet's training set would take, in a sentence; null where <paramref name="MsPerImage"/> is.</param>
/// <param name="Summary">What was found, in words.</param>
sealed record MatchRecord(
    string Atlas, int Images, IReadOnlyList<SkippedFile> Skipped, int Layers, int Units, int DeadUnits, double Seconds,
    double? MsPerImage, double? ForwardMsPerImage, double PeakMib, string? Report, string Summary);
