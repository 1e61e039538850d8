using Percept.Answers.Eigenimages;
using Percept.Answers.Explanations;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Explorer.Pages;
using Percept.Filters;

namespace Percept.Explorer;

/// <summary>A question, with the page that answers it: an entry here is all that the site needs to know of an answer.</summary>
/// <param name="Path">Where the page is.</param>
/// <param name="Component">What draws it.</param>
/// <param name="Question">The question.</param>
/// <param name="About">What the page shows, in a sentence.</param>
/// <param name="IsAnswered">Whether an atlas has the answer.</param>
sealed record AnswerPage(string Path, Type Component, string Question, string About, Func<Atlas, bool> IsAnswered)
{
    /// <summary>Whether an atlas has the page.</summary>
    internal Func<Atlas, bool> IsThere { get; init; } = IsAnswered;

    internal static AnswerPage Filters { get; } = new(
        "filters.html", typeof(FiltersPage), "Are they Sobel filters?", "Each first filter beside the known filter that is nearest.", atlas => atlas.HasAnswer<FiltersAnswer>())
    {
        // Filters are shown, or that there are none, whether or not the question has an answer.
        IsThere = _ => true,
    };

    internal static AnswerPage Eigenfaces { get; } = new(
        "eigenfaces.html", typeof(EigenfacesPage), "Are they like eigenfaces?", "The features beside the eigenimages of the same pictures.", atlas => atlas.HasAnswer<EigenimagesAnswer>());

    internal static AnswerPage Levels { get; } = new(
        "levels.html", typeof(LevelsPage), "Low, mid, high: measured", "What changes from the first layer to the last, in numbers.", atlas => atlas.HasAnswer<LevelsAnswer>());

    internal static AnswerPage Explanations { get; } = new(
        "explanations.html", typeof(ExplanationsPage), "Which pixels count?", "One image by nine methods, each put to the test, and what every layer keeps of it.", atlas => atlas.HasAnswer<AttributionAnswer>());

    /// <summary>All of them, in the order in which they are asked.</summary>
    internal static IReadOnlyList<AnswerPage> All { get; } = [Filters, Eigenfaces, Levels, Explanations];
}
