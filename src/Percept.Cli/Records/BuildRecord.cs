using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;

namespace Percept.Cli.Records;

/// <summary>What <c>atlas</c> and <c>demo</c> print: what was built.</summary>
/// <param name="Atlas">The atlas file.</param>
/// <param name="Figure">The figure's file; null where none was written.</param>
/// <param name="Layers">How many layers the network has.</param>
/// <param name="Units">How many units they have together.</param>
/// <param name="DeadUnits">How many units had the same maximum in every image.</param>
/// <param name="Images">How many images were read.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
/// <param name="Missing">What could not be made, and why.</param>
/// <param name="Optimized">How many optimised images the atlas has.</param>
/// <param name="Stages">What each stage took.</param>
/// <param name="Summary">All of it in words.</param>
sealed record BuildRecord(
    string Atlas, string? Figure, int Layers, int Units, int DeadUnits, int Images, IReadOnlyList<SkippedFile> Skipped, IReadOnlyList<MissingRecord> Missing,
    int Optimized, IReadOnlyList<StageTime> Stages, string Summary)
{
    internal static BuildRecord Of(BuildReport report, string atlas, string? figure) => new(
        atlas, figure, report.Layers, report.Units, report.DeadUnits, report.Images, report.Skipped, report.Missing,
        report.Optimized, report.Stages, report.Summary);
}
