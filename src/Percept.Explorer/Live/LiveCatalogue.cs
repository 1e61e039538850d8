using System.Text.Json;

namespace Percept.Explorer.Live;

/// <summary>What the live page needs to know once: where every layer's numbers and maps are in an answer, where its positions lie on the image, and each unit's pictures.</summary>
static class LiveCatalogue
{
    internal static byte[] Of(Site site, LiveWatch live)
    {
        // Whoever asks for this is about to send an image.
        live.Prepare();
        return JsonSerializer.SerializeToUtf8Bytes(Contents(site, live), JsonSerializerOptions.Web);
    }

    static object Contents(Site site, LiveWatch live) => new
    {
        live.Network.Preprocessing.Height,
        live.Network.Preprocessing.Width,
        look = Paths.LiveLook,
        most = LiveEndpoint.MostBytes,
        layers = live.Layers.Select(sent =>
        {
            var layer = site.Layers[sent.Layer.Index];
            return new
            {
                layer.Name,
                page = Paths.Of(layer),
                level = layer.Level.ToString().ToLowerInvariant(),
                rowsOfLayer = layer.Height,
                columnsOfLayer = layer.Width,
                sent.Offset,
                sent.MapsAt,
                sent.Rows,
                sent.Columns,
                // The box that the maps fill, in pixels of the image.
                top = sent.Place.Top - (sent.Place.Down / 2),
                left = sent.Place.Left - (sent.Place.Right / 2),
                height = sent.Rows * sent.Factor * sent.Place.Down,
                width = sent.Columns * sent.Factor * sent.Place.Right,
                units = site.Sketches(layer).Select(unit => new
                {
                    page = Paths.Of(layer, unit.Unit),
                    mean = Finite(unit.Statistics?.Mean),
                    most = Finite(unit.Statistics?.Maximum),
                    made = unit.Optimized is { } made ? Paths.Of(made) : null,
                    best = unit.Image is { } image ? Paths.Of(image) : null,
                    crop = unit.Best is { } best ? (int[])[best.Crop.Top, best.Crop.Left, best.Crop.Height, best.Crop.Width] : null,
                }),
            };
        }),
    };

    static double? Finite(double? number) => number is { } given && double.IsFinite(given) ? given : null;
}
