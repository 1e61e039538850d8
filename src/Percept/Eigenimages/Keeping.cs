using MathNet.Numerics.Statistics;
using Percept.Imaging;
using Percept.Levels;
using Percept.Networks;
using Percept.Numerics;
using Percept.Optimization;

namespace Percept.Eigenimages;

/// <summary>What eigenimages and layers keep of an image: its reconstruction from each, and how alike that is in pixels and in activations.</summary>
static class Keeping
{
    static readonly int[] counts = [4, 16, 64];

    internal static async Task<IReadOnlyList<Kept>> OfAsync(Network network, PrincipalComponents eigenimages, ImageFile file, EigenOptions options, CancellationToken cancel)
    {
        using var neurons = new Neurons(network, options.Seed);
        var (channels, image) = (network.Preprocessing.ImageChannels, Comparing.Fitted(network, file));
        var pixels = Small(image);
        var whole = neurons.Of(image);
        var layers = network.Layers.GroupBy(layer => LevelRule.Of(layer, network)).OrderBy(level => level.Key).Select(level => level.ElementAt(level.Count() / 2)).ToArray();

        var kept = new List<Kept> { Compare("the image", image) };
        foreach (var count in counts.Where(count => count <= eigenimages.Components.Count))
        {
            var small = Picture.FromPlanes(eigenimages.Reconstruct(eigenimages.Coefficients(pixels, count)), channels, options.Side, options.Side);
            kept.Add(Compare($"{count} eigenimages", small.Resize(image.Height, image.Width)));
        }

        var recipe = new Recipe { Steps = options.InversionSteps, Seed = options.Seed, Height = image.Height, Width = image.Width };
        var objectives = layers.Select(layer => Objective.Like(layer.Name, file.Path)).ToArray();
        var inverted = new Dictionary<Objective, Picture>();
        await foreach (var found in Optimizer.RunAsync(network, objectives, recipe, cancellationToken: cancel).ConfigureAwait(false)) inverted[found.Objective] = found.Picture;
        kept.AddRange(layers.Zip(objectives, (layer, objective) => Compare($"inverted {layer.Name}", inverted[objective])));
        return kept;

        float[] Small(Picture picture) => (channels == 1 ? picture.ToGrey() : picture.ToColor()).Resize(options.Side, options.Side).ToPlanes();

        Kept Compare(string by, Picture picture)
        {
            var activations = neurons.Of(picture);
            return new(by, picture, Alike(Small(picture), pixels), [.. layers.Select(layer => (layer.Name, Alike(activations[layer.Index], whole[layer.Index])))]);
        }
    }

    static double Alike(float[] a, float[] b) => Correlation.Pearson(a.Select(number => (double)number), b.Select(number => (double)number)) is var alike && double.IsFinite(alike) ? alike : 0;
}
