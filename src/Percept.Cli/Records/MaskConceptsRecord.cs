using Percept.Answers.Concepts;
using Percept.Imaging;

namespace Percept.Cli.Records;

/// <summary>What <c>concepts</c> prints with masks.</summary>
/// <param name="Measure"><c>iou</c>.</param>
/// <param name="Labels">The concepts.</param>
/// <param name="Images">How many images were read.</param>
/// <param name="Layers">Each layer.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
sealed record MaskConceptsRecord(string Measure, IReadOnlyList<string> Labels, int Images, IReadOnlyList<MaskLayer> Layers, IReadOnlyList<SkippedFile> Skipped)
{
    internal static MaskConceptsRecord Of(IReadOnlyList<MaskConcepts> found) => new(
        "iou", found[0].Concepts, found[0].Images,
        [.. found.Select(layer => new MaskLayer(layer.Layer.Name, [.. layer.Units.Select(unit => new MaskUnit(unit.Unit, unit.Concept, unit.Iou, unit.Threshold, unit.All))]))],
        found[0].Skipped);
}

/// <summary>A layer's units, the best first.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Units">Its units.</param>
sealed record MaskLayer(string Name, IReadOnlyList<MaskUnit> Units);

/// <summary>The concept that a unit covers best.</summary>
/// <param name="Unit">Its number.</param>
/// <param name="Label">The concept.</param>
/// <param name="Iou">Intersection over union, 0 to 1.</param>
/// <param name="Threshold">The activation above which the unit counts as firing.</param>
/// <param name="All">The IoU with every concept, in their order.</param>
sealed record MaskUnit(int Unit, string Label, double Iou, float Threshold, IReadOnlyList<double> All);
