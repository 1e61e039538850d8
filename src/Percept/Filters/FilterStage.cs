using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;

namespace Percept.Filters;

/// <summary>Keeps the first layer's filters as pictures, each with the member of a known family that is nearest.</summary>
sealed class FilterStage : IStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    const int Side = 96;

    public Stages Part => Stages.Filters;

    public string Name => FiltersAnswer.Name;

    public string? Summary(Atlas atlas) => atlas.Answer<FiltersAnswer>()?.Summary;

    public Task RunAsync(BuildContext build, StageRun run)
    {
        var piece = new AtlasPart("filters", Version);
        if (build.Atlas.IsDone(piece)) return Task.CompletedTask;
        IReadOnlyList<Filter> filters = [];
        FilterSurvey? survey = null;
        MissingRecord?[] missing = [run.Try(() => filters = FirstLayer.Filters(build.Network)), run.Try(() => survey = filters.Count > 0 ? FilterSurvey.Of(filters, processors: build.Network.Processors, cancellationToken: run.Cancel) : null)];
        build.Atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            transaction.PutFilters([.. filters.Select(Enlarged)]);
            if (survey is null) return;
            transaction.PutAnswer(FiltersAnswer.Of(survey));
            foreach (var fits in survey.Filters.Where(fits => fits.Fits.Count > 0)) transaction.PutAnswerPicture($"nearest/{fits.Filter.Index}", Enlarged(fits.Best.Member));
        });
        return Task.CompletedTask;
    }

    static byte[] Enlarged(Filter filter)
    {
        var scale = Math.Max(1, Side / Math.Max(filter.Height, filter.Width));
        return filter.ToPicture().Resize(filter.Height * scale, filter.Width * scale, Sampling.Nearest).ToPng();
    }
}
