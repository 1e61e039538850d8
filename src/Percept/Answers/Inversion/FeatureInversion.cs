using System.Globalization;
using Percept.Attribution;
using Percept.Imaging;
using Percept.Networks;
using Percept.Visualization;

namespace Percept.Answers.Inversion;

/// <summary>What a layer keeps of a picture, and what it makes much of.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Inverted">The picture whose activations come nearest to the given one's (Mahendran and Vedaldi, 2015).</param>
/// <param name="Caricature">The picture whose activations lie far along the given one's (Olah et al., 2018).</param>
/// <param name="Missing">How far the inverted picture's activations are from the given one's: their squared distance as a share of the given one's own squares; 0 is the same.</param>
public sealed record InvertedLayer(Layer Layer, FeatureVisualization Inverted, FeatureVisualization Caricature, double Missing);

/// <summary>Inverts a picture at layers.</summary>
public static class FeatureInversion
{
    const int Usual = 8, Cell = 160;
    const double Smoothness = 0.25, CosinePower = 2;

    /// <summary>Layers from the image to the output, evenly spread.</summary>
    public static IReadOnlyList<Layer> Spread(Network network, int count = Usual)
    {
        Layer[] layers = [.. network.Layers.Where(layer => layer.Height * layer.Width > 1)];
        if (layers.Length == 0) layers = [.. network.Layers];
        count = Math.Min(count, layers.Length);
        return [.. Enumerable.Range(0, count).Select(i => layers[count == 1 ? 0 : i * (layers.Length - 1) / (count - 1)])];
    }

    /// <summary>Optimises an inversion and a caricature for each layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="picture">The picture's file.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="recipe">How.</param>
    /// <param name="progress">Receives a report after every step.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public static async Task<IReadOnlyList<InvertedLayer>> OfAsync(
        Network network, string picture, IReadOnlyList<Layer> layers, Recipe recipe, IProgress<OptimizationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Objective[] inverted = [.. layers.Select(layer => Objective.Like(layer.Name, picture) - (Smoothness * Objective.TotalVariation))];
        Objective[] exaggerated = [.. layers.Select(layer => Objective.Caricature(layer.Name, picture, CosinePower))];
        var found = new Dictionary<Objective, FeatureVisualization>();
        await foreach (var one in Optimizer.RunAsync(network, [.. inverted, .. exaggerated], recipe, progress: progress, cancellationToken: cancellationToken).ConfigureAwait(false)) found[one.Objective] = one;
        return network.Processors.Select(layers.Count, i => new InvertedLayer(layers[i], found[inverted[i]], found[exaggerated[i]], Missing(network, layers[i], picture, found[inverted[i]].Picture)), cancellationToken);
    }

    static double Missing(Network network, Layer layer, string picture, Picture inverted)
    {
        var planes = inverted.ToPlanes();
        using var subject = new AttributionTarget(network, Objective.Like(layer.Name, picture), planes, planes, seed: 0, CancellationToken.None, size: (inverted.Height, inverted.Width));
        return -subject.Value;
    }

    /// <summary>Inversions above, caricatures below, a column for each layer.</summary>
    public static Picture Draw(Picture picture, IReadOnlyList<InvertedLayer> inversions) => (new Montage([new MontageBand(
        [
            new([new(picture, "the picture"), .. inversions.Select(one => new MontageCell(one.Inverted.Picture, string.Create(CultureInfo.InvariantCulture, $"{one.Layer.Name}: {100 * one.Missing:0} % off")))], "Inversion"),
            new([new(null), .. inversions.Select(one => new MontageCell(one.Caricature.Picture, one.Layer.Name))], "Caricature"),
        ])])
    {
        Title = "What each layer keeps of the picture",
        Text = "Inversion: an image from noise whose activations at the layer come as near to the picture's as they can; what the layer does not keep is missing. Caricature: the same activations, exaggerated; what the layer makes much of.",
        CellHeight = Cell,
        CellWidth = Cell,
    }).Draw();
}
