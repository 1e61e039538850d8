using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Answers.Levels;

/// <summary>Measures what makes a layer low-, mid- or high-level.</summary>
public static class LevelSurvey
{
    /// <summary>Measures a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Images; those in folders are labelled by them.</param>
    /// <param name="options">How much is measured, and where the borders lie.</param>
    /// <param name="progress">Receives the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it soon.</param>
    public static Task<LevelsAnswer> OfAsync(Network network, IReadOnlyList<ImageFile> images, LevelOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => network.Processors.Run(() => Of(network, images, options ?? new(), progress, cancellationToken)), cancellationToken);

    static LevelsAnswer Of(Network network, IReadOnlyList<ImageFile> images, LevelOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        network.Preprocessing.RequirePictures();
        var (some, skipped) = LevelImages.Read(network, images, options, cancellationToken);
        string[] labels = [.. some.Select(image => image.File.Group).Where(group => group.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        if (labels.Length < 2 || some.Any(image => image.File.Group.Length == 0)) labels = [];
        progress?.Report(0.05);

        using var responses = new Responses(network);
        var gratings = new Gratings(network.Preprocessing.ImageChannels, network.Preprocessing.Height, network.Preprocessing.Width);
        var striped = responses.To(gratings.All(), cancellationToken);
        progress?.Report(0.25);
        var seen = responses.To(some.Select(image => (Action<Memory<float>>)(to => image.Picture.CopyPlanesTo(to.Span))), cancellationToken);
        progress?.Report(0.5);
        var changed = Invariance.Changes(network).Select(change => responses.To(
            some.Take(options.ChangedImages).Select(image => (Action<Memory<float>>)(to => change(image.Picture.ToPlanes(), to))), cancellationToken)).ToArray();
        progress?.Report(0.7);

        // Gradients run on one thread each.
        var localities = network.Processors.Select(network.Layers, LocalityOf, cancellationToken);
        progress?.Report(0.9);

        int[] own = labels.Length == 0 ? [] : [.. some.Select(image => Array.IndexOf(labels, image.File.Group))];
        var layers = network.Layers.Select((layer, at) =>
        {
            progress?.Report(0.9 + (0.1 * at / network.Layers.Count));
            var share = LevelRule.Share(layer, network);
            var units = network.Processors.Select(layer.Channels, unit => UnitMeasuring.Of(
                unit, Tuning.Of(gratings, [.. striped.Select(response => response.Middles[at][unit])]), Answers(seen, unit), [.. changed.Select(all => Answers(all, unit))], labels, own), cancellationToken);
            return LayerMeasures.Of(layer, options.LevelOf(share), share, localities[at], labels.Length == 0 ? double.NaN : LinearProbe.Accuracy([.. seen.Select(response => response.Peaks[at])], own, labels.Length), units);

            float[] Answers(IReadOnlyList<Response> all, int unit) => [.. all.Select(response => response.Peaks[at][unit])];
        }).ToArray();
        return new(LevelVerdict.InShort(layers), LevelVerdict.Of(layers, labels.Length, options), some.Count, labels, skipped, new(options.Low, options.Mid), gratings.Wavelengths, layers);

        Locality? LocalityOf(Layer layer)
        {
            var at = layer.Index;
            int[] units = [.. Enumerable.Range(0, layer.Channels)];
            new Random(options.Seed + at).Shuffle(units);
            try
            {
                return Locality.Of(network, layer, units.Take(options.LocalUnits).Select(unit => (unit, some[Enumerable.Range(0, some.Count).MaxBy(i => seen[i].Peaks[at][unit])].Picture)), cancellationToken);
            }
            catch (GraphException)
            {
                // A layer without a gradient has every other measure.
                return null;
            }
        }
    }
}
