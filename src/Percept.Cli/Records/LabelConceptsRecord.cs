using Percept.Answers.Concepts;
using Percept.Imaging;

namespace Percept.Cli.Records;

/// <summary>What <c>concepts</c> prints of labelled folders.</summary>
/// <param name="Measure"><c>auc</c>.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Images">How many images were read.</param>
/// <param name="Layers">Each layer.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
sealed record LabelConceptsRecord(string Measure, IReadOnlyList<string> Labels, int Images, IReadOnlyList<LabelLayer> Layers, IReadOnlyList<SkippedFile> Skipped)
{
    internal static LabelConceptsRecord Of(LabelConcepts found) => new(
        "auc", found.Labels, found.Images,
        [.. found.Layers.Select(layer => new LabelLayer(layer.Layer.Name, layer.Chance, [.. layer.Units.Select(unit => new LabelUnit(unit.Unit, unit.Label, unit.Auc, unit.Serves, unit.All))]))],
        found.Skipped);
}

/// <summary>A layer's units, the best first.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Chance">The best AUC where labels are shuffled.</param>
/// <param name="Units">Its units.</param>
sealed record LabelLayer(string Name, double Chance, IReadOnlyList<LabelUnit> Units);

/// <summary>The label with the highest AUC for a unit.</summary>
/// <param name="Unit">Its number.</param>
/// <param name="Label">The label.</param>
/// <param name="Auc">The area under the ROC curve, 0 to 1; 0.5 is chance.</param>
/// <param name="Serves">For how many labels the AUC is at least 0.9.</param>
/// <param name="All">The AUC for every label, in their order.</param>
sealed record LabelUnit(int Unit, string Label, double Auc, int Serves, IReadOnlyList<double> All);
