using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Percept.Atlases;

namespace Percept.Filters;

/// <summary>What a first layer's filters are.</summary>
/// <param name="File">The picture that was drawn of it, if one was.</param>
/// <param name="Summary">The answer in one sentence.</param>
/// <param name="Sentences">The answer in words: the question, and what is found.</param>
/// <param name="Noise">The mean fit of the best family to filters of noise of the same size.</param>
/// <param name="Families">How many filters each family accounts for.</param>
/// <param name="Filters">Each filter, in the order of the units.</param>
public sealed record FiltersAnswer(string? File, string Summary, IReadOnlyList<string> Sentences, double Noise, IReadOnlyList<FamilyCount> Families, IReadOnlyList<FilterMeasures> Filters) : IAnswer<FiltersAnswer>
{
    /// <inheritdoc/>
    public static string Name => "filters";

    /// <inheritdoc/>
    public static IJsonTypeInfoResolver Json => FiltersJson.Default;

    /// <summary>The answer in words, as one text.</summary>
    [JsonPropertyOrder(-1)]
    public string Verdict => string.Join(' ', Sentences);

    /// <summary>A survey without its pictures.</summary>
    /// <param name="survey">What was found.</param>
    /// <param name="file">The picture that was drawn of it, if one was.</param>
    public static FiltersAnswer Of(FilterSurvey survey, string? file = null) =>
        new(file, survey.Summary(), survey.Sentences(), survey.Noise, [.. survey.Families().Select(family => new FamilyCount(family.Family, family.Alike, family.Best))], [.. survey.Filters.Select(FilterMeasures.Of)]);
}

/// <summary>How many filters a family accounts for.</summary>
/// <param name="Family">The family's name.</param>
/// <param name="Alike">How many filters look like a member of it.</param>
/// <param name="Best">How many are nearer to it than to any other.</param>
public sealed record FamilyCount(string Family, int Alike, int Best);

/// <summary>A filter's size, and how near it is to each family.</summary>
/// <param name="Index">The unit it makes.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Channels">How many image channels it sums.</param>
/// <param name="Best">The nearest member of any family; null where there is none.</param>
/// <param name="Fits">The share of its energy that the nearest member of each family explains, by the family's name.</param>
public sealed record FilterMeasures(int Index, int Height, int Width, int Channels, NearestMember? Best, IReadOnlyDictionary<string, double> Fits)
{
    internal static FilterMeasures Of(FilterFits fits) => new(
        fits.Filter.Index, fits.Filter.Height, fits.Filter.Width, fits.Filter.Channels,
        fits.Fits.Count == 0 ? null : new(fits.Best.Family, fits.Best.Fit, fits.Best.Parameters), fits.Fits.ToDictionary(fit => fit.Family, fit => fit.Fit));
}

/// <summary>The member of a family that is nearest to a filter.</summary>
/// <param name="Family">The family's name.</param>
/// <param name="Fit">The share of the filter's energy that it explains.</param>
/// <param name="Parameters">What the member is, by the parameter's name.</param>
public sealed record NearestMember(string Family, double Fit, IReadOnlyDictionary<string, double> Parameters);

[JsonSerializable(typeof(FiltersAnswer))]
sealed partial class FiltersJson : JsonSerializerContext;
