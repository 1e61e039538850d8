using Percept.Atlases;
using Percept.Filters;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Building;

static class FilterStage
{
    const int Side = 96;

    internal static void Run(Network network, AtlasWriter atlas)
    {
        var piece = new Piece("filters");
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

        atlas.Write(piece, transaction => transaction.PutFilters([.. filters.Select(filter =>
        {
            var scale = Math.Max(1, Side / Math.Max(filter.Height, filter.Width));
            return filter.ToPicture().Resize(filter.Height * scale, filter.Width * scale, Sampling.Nearest).ToPng();
        })]));
    }
}
