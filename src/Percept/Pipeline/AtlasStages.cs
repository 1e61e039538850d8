using Percept.Answers.Eigenimages;
using Percept.Answers.Explanations;
using Percept.Answers.Levels;
using Percept.Answers.Trust;
using Percept.Building;
using Percept.Filters;
using Percept.Filters.Links;

namespace Percept.Pipeline;

/// <summary>The stages of an atlas, in their order: a build does them, a plan divides some of them, a merge does the others, and the summary asks each what it found.</summary>
static class AtlasStages
{
    internal static IReadOnlyList<IStage> All { get; } =
    [
        new FilterStage(), new MatchingStage(), new EffectiveStage(), new OptimizationStage(), new TrustStage(),
        new LinkStage(), new LevelStage(), new EigenStage(), new ExplanationStage(), new FigureStage(),
    ];
}
