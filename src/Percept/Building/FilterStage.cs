using Percept.Atlases;
using Percept.Filters;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Building;

/// <summary>Keeps the first layer's filters as pictures, each with the member of a known family that is nearest.</summary>
static class FilterStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    const int Side = 96;

    internal static void Run(Network network, AtlasWriter atlas)
    {
        var piece = new Piece("filters", Version);
        if (atlas.IsDone(piece)) return;
        IReadOnlyList<Filter> filters;
        try
        {
            filters = FirstLayer.Filters(network);
        }
        catch (GraphException)
        {
            // A network without filters still has everything else.
            filters = [];
        }

        var survey = filters.Count > 0 ? FilterSurvey.Of(filters) : null;
        atlas.Write(piece, transaction =>
        {
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
