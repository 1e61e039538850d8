using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Percept.Imaging;
using Percept.Scheduling;
using static System.FormattableString;

namespace Percept.Filters;

/// <summary>What a first layer's filters are: each compared with the families, and all of them with filters of noise.</summary>
/// <param name="Filters">Each filter's fits, in the order of the units.</param>
/// <param name="Noise">The mean fit of the best family to filters of the same size drawn at random: what a fit is worth nothing below.</param>
public sealed record FilterSurvey(IReadOnlyList<FilterFits> Filters, double Noise)
{
    /// <summary>A fit from which a filter is said to look like a member of a family: no more than a fifth of its energy is something else.</summary>
    public const double Alike = 0.8;

    const int NoiseFilters = 24;

    /// <summary>Surveys filters of one layer.</summary>
    public static FilterSurvey Of(IReadOnlyList<Filter> filters, int seed = 0, Processors? processors = null, CancellationToken cancellationToken = default)
    {
        var random = new Random(seed);
        Filter[] noise = [.. Enumerable.Range(0, NoiseFilters).Select(index => filters[0] with { Index = index, Weights = [.. Normal.Samples(random, 0, 1).Take(filters[0].Weights.Length).Select(weight => (float)weight)] })];
        var all = (processors ?? Processors.Available).Select([.. filters, .. noise], FilterFits.Of, cancellationToken);
        return new(all[..filters.Count], all[filters.Count..].Select(fits => fits.Best.Fit).Mean());
    }

    /// <summary>How many filters look like members of a family, and how many are nearer to it than to any other.</summary>
    public IEnumerable<(string Family, int Alike, int Best)> Families() => Families(Filters);

    /// <summary>The answer in words.</summary>
    public string Verdict() => string.Join(' ', Sentences());

    /// <summary>The answer in words: the question, and what is found, sentence by sentence.</summary>
    public IReadOnlyList<string> Sentences()
    {
        var (count, like) = (Filters.Count, Families().ToDictionary(family => family.Family));
        var unlike = Filters.Count(filter => filter.Fits.All(fit => fit.Fit < Alike));
        var parts = like.Values.Where(family => family.Best > 0).OrderByDescending(family => family.Best).Select(family => $"{family.Best} {family.Family}");
        return
        [
            "Are these Sobel filters?",
            Invariant($"{(like.TryGetValue("sobel", out var sobel) ? sobel.Alike : 0)} of {count} are within {1 - Alike:0%} of one (a Sobel filter explains at least {Alike:0%} of their energy)."),
            $"Nearest families: {string.Join(", ", parts)}.",
            unlike == 0 ? "All look like a member of some family." : $"{unlike} look like none of them.",
            Invariant($"Filters of noise of the same size are explained to {Noise:0%} on average."),
        ];
    }

    /// <summary>The answer in one sentence.</summary>
    public string Summary() => string.Create(CultureInfo.InvariantCulture,
        $"Of its {Filters.Count} first filters, {Filters.Count(filter => filter.Of("sobel") >= Alike)} look like Sobel filters, and {Filters.Count(filter => filter.Fits.Any(fit => fit.Fit >= Alike))} like a member of some known family.");

    /// <summary>Each filter above its nearest member.</summary>
    public Picture Sheet(int columns = 8)
    {
        var side = Math.Max(Filters[0].Filter.Height, Filters[0].Filter.Width);
        var scale = Math.Max(1, 96 / side);
        var rows = Filters.Chunk(columns).SelectMany(chunk => (MontageRow[])
        [
            new([.. chunk.Select(fits => new MontageCell(Enlarged(fits.Filter), $"{fits.Filter.Index}"))], "filter"),
            new([.. chunk.Select(fits => new MontageCell(Enlarged(fits.Best.Member), string.Create(CultureInfo.InvariantCulture, $"{fits.Best.Family} {fits.Best.Fit:0%}")))], "nearest"),
        ]);
        return new Montage([new([.. rows])]) { CellHeight = side * scale, CellWidth = side * scale, Text = Verdict() }.Draw();

        Picture Enlarged(Filter filter) => filter.ToPicture().Resize(filter.Height * scale, filter.Width * scale, Sampling.Nearest).ToColor();
    }

    static IEnumerable<(string Family, int Alike, int Best)> Families(IReadOnlyList<FilterFits> filters) => filters
        .SelectMany(filter => filter.Fits.Select(fit => (fit, filter))).GroupBy(pair => pair.fit.Family)
        .Select(group => (group.Key, group.Count(pair => pair.fit.Fit >= Alike), group.Count(pair => pair.filter.Best.Family == group.Key)));
}
