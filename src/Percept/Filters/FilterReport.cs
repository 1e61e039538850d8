namespace Percept.Filters;

/// <summary>A survey of filters as data, by the names that programs read.</summary>
public static class FilterReport
{
    /// <summary>The survey.</summary>
    /// <param name="survey">What was found.</param>
    /// <param name="file">The picture that was written of it, if one was.</param>
    public static object Of(FilterSurvey survey, string? file = null) => new
    {
        file,
        verdict = survey.Verdict(),
        summary = survey.Summary(),
        noise = survey.Noise,
        families = survey.Families().Select(family => new { family = family.Family, alike = family.Alike, best = family.Best }),
        filters = survey.Filters.Select(fits => new
        {
            index = fits.Filter.Index,
            height = fits.Filter.Height,
            width = fits.Filter.Width,
            channels = fits.Filter.Channels,
            best = fits.Fits.Count == 0 ? null : new { family = fits.Best.Family, fit = fits.Best.Fit, parameters = fits.Best.Parameters },
            fits = fits.Fits.ToDictionary(fit => fit.Family, fit => fit.Fit),
        }),
    };
}
