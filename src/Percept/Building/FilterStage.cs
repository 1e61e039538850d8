using Percept.Atlases;
using Percept.Filters;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Keeps the first layer's filters as pictures, each with the member of a known family that is nearest.</summary>
static class FilterStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    const int Side = 96;

    internal static void Run(Network network, AtlasWriter atlas, StageRun run)
    {
        var piece = new AtlasPart("filters", Version);
        if (atlas.IsDone(piece)) return;
        IReadOnlyList<Filter> filters = [];
        FilterSurvey? survey = null;
        MissingRecord?[] missing = [run.Try(() => filters = FirstLayer.Filters(network)), run.Try(() => survey = filters.Count > 0 ? FilterSurvey.Of(filters) : null)];
        atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            transaction.PutFilters([.. filters.Select(Enlarged)]);
            if (survey is null) return;
            transaction.PutAnswer("filters", AnswerText.Of(FilterReport.Of(survey)));
            foreach (var fits in survey.Filters.Where(fits => fits.Fits.Count > 0)) transaction.PutAnswerPicture($"nearest/{fits.Filter.Index}", Enlarged(fits.Best.Member));
        });
    }

    static byte[] Enlarged(Filter filter)
    {
        var scale = Math.Max(1, Side / Math.Max(filter.Height, filter.Width));
        return filter.ToPicture().Resize(filter.Height * scale, filter.Width * scale, Sampling.Nearest).ToPng();
    }
}
