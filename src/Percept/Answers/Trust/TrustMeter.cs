using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Answers.Trust;

/// <summary>Measures how far optimised pictures of one layer's units may be believed, by forward passes and by what an atlas holds of the dataset.</summary>
/// <remarks>Not for several threads at once; a meter each is.</remarks>
public sealed class TrustMeter : IDisposable
{
    readonly Network network;
    readonly Atlas atlas;
    readonly Layer layer;
    readonly IReadOnlyList<ExampleRecord> random;
    readonly Dictionary<int, UnitStatistics> statistics;
    readonly Dictionary<(int Height, int Width), (LayerProbe Sight, ReferenceDistribution? Usual)> sights = [];

    /// <summary>Makes a layer ready to be measured.</summary>
    /// <param name="network">The network that the atlas is about.</param>
    /// <param name="atlas">An atlas; as far as it was matched with images, there are numbers.</param>
    /// <param name="layer">The layer.</param>
    public TrustMeter(Network network, Atlas atlas, Layer layer)
    {
        (this.network, this.atlas, this.layer) = (network, atlas, layer);
        statistics = layer.Index < 0 ? [] : atlas.Statistics(layer.Index).ToDictionary(unit => unit.Unit);
        random = layer.Index < 0 ? [] : DatasetWindows.Draw(atlas, layer.Index);
    }

    internal static TrustStatement Calming { get; } = TrustMeasurements.None("The picture was made to calm the unit; trust is measured of pictures that excite one.");

    /// <summary>States how far a picture may be believed.</summary>
    /// <param name="unit">The unit whose activation it was made to raise.</param>
    /// <param name="picture">The saved 8-bit picture.</param>
    /// <param name="activation">What was found that it reaches; the unit's highest activation on it where null.</param>
    /// <param name="otherSeeds">The unit's pictures from other seeds.</param>
    /// <exception cref="Onnx.Graphs.GraphException">The network cannot take pictures of this size.</exception>
    public TrustStatement Measure(int unit, Picture picture, float? activation = null, params IReadOnlyList<Picture> otherSeeds)
    {
        var (sight, usual) = At(picture);
        var seen = sight.Look(picture, unit);
        var examples = layer.Index < 0 ? [] : atlas.Examples(layer.Index, unit);
        var numbers = new TrustMeasurements();
        numbers.Excite(statistics.GetValueOrDefault(unit), examples, activation ?? seen.Peaks[unit]);
        numbers.Robust(seen.Peaks[unit], view => sight.Look(view, unit).Peaks[unit], picture, network.Processors);
        numbers.Selectivity(unit, seen.Peaks, statistics);
        numbers.Images(sight, seen, usual, unit, [.. examples.Take(DatasetWindows.Top)], top => sight.Look(DatasetWindows.Around(atlas, top, sight.Height, sight.Width), unit), [.. otherSeeds.Select(other => At(other).Sight.Look(other, unit))]);
        return numbers.Statement;
    }

    (LayerProbe Sight, ReferenceDistribution? Usual) At(Picture picture)
    {
        if (sights.TryGetValue((picture.Height, picture.Width), out var known)) return known;
        var sight = new LayerProbe(network, layer, picture.Height, picture.Width);
        return sights[(picture.Height, picture.Width)] = (sight, random.Count > 1 ? new ReferenceDistribution(sight, atlas, random) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (sight, _) in sights.Values) sight.Dispose();
    }
}
