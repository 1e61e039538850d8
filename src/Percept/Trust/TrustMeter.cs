using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Trust;

/// <summary>Measures how far optimised pictures of one layer's units may be believed, by forward passes and by what an atlas holds of the dataset.</summary>
/// <remarks>Not for several threads at once; a meter each is.</remarks>
public sealed class TrustMeter : IDisposable
{
    readonly Network network;
    readonly Atlas atlas;
    readonly Layer layer;
    readonly IReadOnlyList<Picture> images;
    readonly Dictionary<int, UnitStatistics> statistics;
    readonly Dictionary<(int Height, int Width), (Sight Sight, Surroundings? Usual)> sights = [];

    /// <summary>Makes a layer ready to be measured.</summary>
    /// <param name="network">The network that the atlas is about.</param>
    /// <param name="atlas">An atlas; as far as it was matched with images, there are numbers.</param>
    /// <param name="layer">The layer.</param>
    public TrustMeter(Network network, Atlas atlas, Layer layer) : this(network, atlas, layer, Windows.Draw(atlas))
    {
    }

    internal TrustMeter(Network network, Atlas atlas, Layer layer, IReadOnlyList<Picture> images)
    {
        (this.network, this.atlas, this.layer, this.images) = (network, atlas, layer, images);
        statistics = layer.Index < 0 ? [] : atlas.Statistics(layer.Index).ToDictionary(unit => unit.Unit);
    }

    /// <summary>States how far a picture may be believed.</summary>
    /// <param name="unit">The unit whose activation it was made to raise.</param>
    /// <param name="picture">The saved 8-bit picture.</param>
    /// <param name="activation">What was found that it reaches; the unit's highest activation on it where null.</param>
    /// <param name="otherSeeds">The unit's pictures from other seeds.</param>
    /// <exception cref="Onnx.Graphs.GraphException">The network cannot take pictures of this size.</exception>
    public TrustStatement Measure(int unit, Picture picture, float? activation = null, params IReadOnlyList<Picture> otherSeeds)
    {
        var (sight, usual) = At(picture);
        var seen = sight.Look(picture);
        var numbers = new Numbers();
        numbers.Reach(statistics.GetValueOrDefault(unit), layer.Index < 0 ? [] : atlas.Examples(layer.Index, unit), activation ?? seen.Peaks[unit]);
        numbers.Robust(seen.Peaks[unit], view => sight.Look(view).Peaks[unit], picture);
        numbers.Selectivity(unit, seen.Peaks, statistics);
        numbers.Images(sight, seen, usual, unit, usual is null ? [] : [.. Top(unit, picture).Select(top => usual.Standardised(sight.Look(top)))]);
        numbers.Seeds(seen, usual, usual is null ? [] : [.. otherSeeds.Select(other => Standardised(other)[^1])]);
        return numbers.Statement;
    }

    float[][] Standardised(Picture picture)
    {
        var (sight, usual) = At(picture);
        return usual!.Standardised(sight.Look(picture));
    }

    IEnumerable<Picture> Top(int unit, Picture picture) => atlas.Examples(layer.Index, unit)
        .Where(example => atlas.Picture(example.Image) is not null)
        .Select(example => Windows.Around(Picture.Decode(atlas.Picture(example.Image)!, $"image {example.Image}"), example.Crop, picture.Height, picture.Width));

    (Sight Sight, Surroundings? Usual) At(Picture picture)
    {
        if (sights.TryGetValue((picture.Height, picture.Width), out var known)) return known;
        var sight = new Sight(network, layer, picture.Height, picture.Width);
        return sights[(picture.Height, picture.Width)] = (sight, statistics.Count > 0 && images.Count > 1 ? new Surroundings(sight, images) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (sight, _) in sights.Values) sight.Dispose();
    }
}
