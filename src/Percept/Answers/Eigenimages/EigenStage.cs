using System.Globalization;
using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Answers.Eigenimages;

/// <summary>Compares the network with eigenimages of some of the images, without inversions, which take long.</summary>
sealed class EigenStage : IStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    const int Shown = 16;

    public Stages Part => Stages.Eigenimages;

    public string Name => EigenimagesAnswer.Name;

    public bool WaitsForShards => true;

    public string? Summary(Atlas atlas) => atlas.Answer<EigenimagesAnswer>()?.Summary;

    public async Task RunAsync(BuildContext build, StageRun run)
    {
        var (network, dataset, atlas, options) = (build.Network, build.Dataset, build.Atlas, build.Options);
        var how = new EigenOptions { LayerImages = 2 * options.SurveyImages, InversionSteps = 0, Seed = options.Seed };
        var piece = new AtlasPart("eigenimages", string.Create(CultureInfo.InvariantCulture, $"{Version} {how.LayerImages} {how.Seed}"));
        if (atlas.IsDone(piece)) return;
        EigenComparison? comparison = null;
        var missing = await run.TryAsync(async () => comparison = await ComparedAsync(network, dataset, how, run).ConfigureAwait(false)).ConfigureAwait(false);
        atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            if (comparison is null) return;
            transaction.PutAnswer(EigenimagesAnswer.Of(comparison));
            foreach (var (name, picture) in Pictures(comparison)) transaction.PutAnswerPicture($"eigenimages/{name}", picture.ToPng());
        });
    }

    static Task<EigenComparison> ComparedAsync(Network network, Dataset dataset, EigenOptions how, StageRun run)
    {
        ImageFile[] some = [.. dataset];
        new Random(how.Seed).Shuffle(some);
        return EigenAnalysis.OfAsync(network, [.. some.Take(how.LayerImages)], how, new SynchronousProgress<(string Part, double Share)>(now => run.Report(now.Share, now.Part)), run.Cancel);
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
