using MathNet.Numerics.Statistics;
using Percept.Answers.Levels;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Visualization;

namespace Percept.Answers.Eigenimages;

/// <summary>What eigenimages and layers keep of an image: its reconstruction from each, and how alike that is in pixels and in activations.</summary>
static class Reconstruction
{
    static readonly int[] counts = [4, 16, 64];

    internal static async Task<IReadOnlyList<ReconstructionQuality>> OfAsync(Network network, PrincipalComponents eigenimages, ImageFile file, EigenOptions options, CancellationToken cancellationToken)
    {
        using var neurons = new NeuronReader(network, options.Seed);
        var (channels, image) = (network.Preprocessing.ImageChannels, EigenAnalysis.Fitted(network, file));
        var pixels = Small(image);
        var whole = neurons.Of(image);
        var layers = network.Layers.GroupBy(layer => LevelRule.Of(layer, network)).OrderBy(level => level.Key).Select(level => level.ElementAt(level.Count() / 2)).ToArray();

        var kept = new List<ReconstructionQuality> { Compare("the image", image) };
        foreach (var count in counts.Where(count => count <= eigenimages.Components.Count))
        {
            var small = Picture.FromPlanes(eigenimages.Reconstruct(eigenimages.Coefficients(pixels, count)), channels, options.Side, options.Side);
            kept.Add(Compare($"{count} eigenimages", small.Resize(image.Height, image.Width)));
        }

        var recipe = new Recipe { Steps = options.InversionSteps, Seed = options.Seed, Height = image.Height, Width = image.Width };
        var objectives = layers.Select(layer => Objective.Like(layer.Name, file.Path)).ToArray();
        var inverted = new Dictionary<Objective, Picture>();
        await foreach (var found in Optimizer.RunAsync(network, objectives, recipe, cancellationToken: cancellationToken).ConfigureAwait(false)) inverted[found.Objective] = found.Picture;
        kept.AddRange(layers.Zip(objectives, (layer, objective) => Compare($"inverted {layer.Name}", inverted[objective])));
        return kept;

        float[] Small(Picture picture) => (channels == 1 ? picture.ToGrey() : picture.ToColor()).Resize(options.Side, options.Side).ToPlanes();

        ReconstructionQuality Compare(string by, Picture picture)
        {
            var activations = neurons.Of(picture);
            return new(by, picture, Alike(Small(picture), pixels), [.. layers.Select(layer => (layer.Name, Alike(activations[layer.Index], whole[layer.Index])))]);
        }
    }

    static double Alike(float[] a, float[] b) => Correlation.Pearson(a.Select(number => (double)number), b.Select(number => (double)number)) is var alike && double.IsFinite(alike) ? alike : 0;
}
