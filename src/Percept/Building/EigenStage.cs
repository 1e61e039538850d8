using System.Globalization;
using Percept.Atlases;
using Percept.Eigenimages;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Building;

/// <summary>Compares the network with eigenimages of some of the images, without inversions, which take long.</summary>
static class EigenStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    const int Shown = 16;

    internal static async Task RunAsync(Network network, Dataset dataset, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var how = new EigenOptions { LayerImages = 2 * options.SurveyImages, InversionSteps = 0, Seed = options.Seed };
        var piece = new Piece("eigenimages", string.Create(CultureInfo.InvariantCulture, $"{Version} {how.LayerImages}"));
        if (atlas.IsDone(piece)) return;
        var comparison = await ComparedAsync(network, dataset, how, report, cancel).ConfigureAwait(false);
        atlas.Write(piece, transaction =>
        {
            if (comparison is null) return;
            transaction.PutAnswer("eigenimages", AnswerText.Of(EigenReport.Of(comparison)));
            foreach (var (name, picture) in Pictures(comparison)) transaction.PutAnswerPicture($"eigenimages/{name}", picture.ToPng());
        });
    }

    static async Task<EigenComparison?> ComparedAsync(Network network, Dataset dataset, EigenOptions how, Action<double, string> report, CancellationToken cancel)
    {
        ImageFile[] some = [.. dataset];
        new Random(how.Seed).Shuffle(some);
        try
        {
            return await Comparing.RunAsync(network, [.. some.Take(how.LayerImages)], how, new Told<(string Part, double Share)>(now => report(now.Share, now.Part)), cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is GraphException or PictureException)
        {
            // Too few images can be read: there are no eigenimages, and everything else. A folder that is gone will be back.
            dataset.ThrowIfGone();
            return null;
        }
    }

    static IEnumerable<(string Name, Picture Picture)> Pictures(EigenComparison comparison)
    {
        var (channels, side) = (comparison.Channels, comparison.Side);
        yield return ("mean", Picture.FromPlanes(comparison.Eigenimages.Mean, channels, side, side));
        foreach (var (i, picture) in Signed(comparison.Eigenimages.Components, side, side)) yield return (string.Create(CultureInfo.InvariantCulture, $"image/{i}"), picture);
        if (comparison.Patches is not { } patches) yield break;
        var (height, width) = (comparison.Filters[0].Height, comparison.Filters[0].Width);
        foreach (var (i, picture) in Signed(patches.Components, height, width)) yield return (string.Create(CultureInfo.InvariantCulture, $"patch/{i}"), picture);
        foreach (var (i, picture) in Signed(comparison.Independent, height, width)) yield return (string.Create(CultureInfo.InvariantCulture, $"independent/{i}"), picture);

        IEnumerable<(int, Picture)> Signed(IReadOnlyList<float[]> directions, int height, int width) => directions.Take(Shown).Select((direction, i) => (i, EigenSheet.Signed(direction, channels, height, width)));
    }
}
