using System.Collections.Concurrent;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>The sizes of images that a network takes, asked of its graph: shapes are inferred and nothing is run.</summary>
/// <remarks>What comes before a fixed reshape, a flattening into a linear map or a table of positions takes other sizes than what comes after, so the question is asked layer by layer.</remarks>
sealed class ImageSizes
{
    /// <summary>Sides are multiples of this, or the network's own but for multiples of this: strides leave nothing over then, or what they leave at its own size.</summary>
    const int Grain = 16;

    /// <summary>The smallest side that is offered, unless a smaller one is wanted.</summary>
    const int Least = 32;

    readonly Network network;
    readonly ConcurrentDictionary<(int Height, int Width), Dictionary<string, (int Images, int Units)>> taken = new();

    internal ImageSizes(Network network) => (this.network, Own) = (network, (network.Preprocessing.Height, network.Preprocessing.Width));

    /// <summary>The network's own size.</summary>
    public (int Height, int Width) Own { get; }

    /// <summary>Whether a layer can be computed from images of a size, with the units that it has.</summary>
    /// <remarks>Where a reshape turns positions into images or units, the layer is another than it was.</remarks>
    public bool Takes(Layer layer, int height, int width) =>
        (height, width) == Own || (taken.GetOrAdd((height, width), Computed).TryGetValue(layer.Tensor, out var there) && there.Units == layer.Channels && (there.Images == 1 || layer.Heads > 0));

    /// <summary>The size nearest to one that is wanted at which some layers can be computed.</summary>
    /// <param name="height">The wanted height.</param>
    /// <param name="width">The wanted width.</param>
    /// <param name="most">The longest side.</param>
    /// <param name="layers">The layers.</param>
    /// <returns>A size of the wanted proportions where there is one; else one with a side of the network's own; else the network's own size, however large.</returns>
    public (int Height, int Width) Nearest(int height, int width, int most, params IReadOnlyList<Layer> layers)
    {
        foreach (var size in Offered(height, width, most))
            if (layers.All(layer => Takes(layer, size.Height, size.Width))) return size;
        return Own;
    }

    /// <summary>A sentence that says which sizes near one could be taken instead.</summary>
    internal string Offer(int height, int width, IReadOnlyList<Layer> layers)
    {
        var all = Offered(height, width, Math.Max(Math.Max(height, width), Math.Max(Own.Height, Own.Width)) + (2 * Grain)).Where(size => layers.All(layer => Takes(layer, size.Height, size.Width))).Distinct().Take(2).ToArray();
        return all.All(size => size == Own) ? FormattableString.Invariant($"It takes {Own.Height}x{Own.Width} alone.")
            : $"The nearest that it takes {(all.Length == 1 ? "is" : "are")} {string.Join(" and ", all.Select(size => FormattableString.Invariant($"{size.Height}x{size.Width}")))}.";
    }

    /// <summary>Sizes to try, the best first.</summary>
    IEnumerable<(int Height, int Width)> Offered(int height, int width, int most)
    {
        var (longest, scale) = (Math.Max(height, width), most / (double)Math.Max(height, width));
        if (scale < 1) (height, width, longest) = ((int)Math.Round(height * scale), (int)Math.Round(width * scale), most);
        yield return (height, width);
        foreach (var side in Sides(longest, most, Math.Max(Own.Height, Own.Width))) yield return (Shorter(side, height), Shorter(side, width));
        if (Own.Height == Own.Width) yield break;
        // Lines of text are all of one height.
        foreach (var side in Sides(width, most, Own.Width)) yield return (Own.Height, side);
        foreach (var side in Sides(height, most, Own.Height)) yield return (side, Own.Width);

        int Shorter(int side, int of) => of == longest ? side : Math.Max(Grain, (int)Math.Round(of / (double)longest * side / Grain) * Grain);
    }

    /// <summary>Sides near a wanted one, the nearest first, and of two equally near the shorter.</summary>
    static IEnumerable<int> Sides(int wanted, int most, int own) =>
        Enumerable.Range(Least, Math.Max(0, most - Least + 1)).Where(side => side % Grain == 0 || Math.Abs(own - side) % Grain == 0).OrderBy(side => Math.Abs(side - wanted)).ThenBy(side => side);

    /// <summary>How many images and units each tensor that can be computed at a size has there.</summary>
    Dictionary<string, (int Images, int Units)> Computed((int Height, int Width) size)
    {
        var image = new Graph().Input("image", ElementType.Float32, [1, network.Preprocessing.ImageChannels, size.Height, size.Width]);
        return network.ApplyWhatFits(image).Where(tensor => tensor.Value.HasUnits() && tensor.Value.Shape.Elements > 0).ToDictionary(tensor => tensor.Key, tensor => (tensor.Value.Shape[0], tensor.Value.UnitSizes().Channels), StringComparer.Ordinal);
    }
}
