using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Answers.Trust;

/// <summary>What a network makes of one picture on the way to a layer.</summary>
/// <param name="Peaks">The highest activation of each of the layer's units.</param>
/// <param name="Place">What each of the layer's units answers where the one asked about answers most.</param>
/// <param name="Patterns">The mean activation of each unit, brought to length 1, for the layers on the way from the image on.</param>
/// <param name="Spectrum">The logarithm of the picture's power at frequencies from coarse to fine.</param>
sealed record UnitResponses(float[] Peaks, float[] Place, float[][] Patterns, float[] Spectrum);

/// <summary>Looks at pictures of one size with a network, as far as one layer. One forward pass a picture, on one thread; several threads may ask at once.</summary>
sealed class LayerProbe : IDisposable
{
    readonly Layer[] path;
    readonly int units;
    readonly RadialSpectrum spectrum;
    readonly SessionPool sessions;

    internal LayerProbe(Network network, Layer layer, int height, int width)
    {
        (Network, Height, Width, units, spectrum) = (network, height, width, layer.Channels, new(height, width));
        // A layer that this one does not depend on may take other sizes.
        var applied = network.Apply(batch: 1, height, width, [layer.Tensor]);
        path = [.. On(applied, network, layer)];
        sessions = new(
            [
                ("layer", applied[layer]),
                .. path.Select((on, i) => ($"pattern/{i}", applied[on].Mean([2, 3], keepDims: false))),
                ("power", spectrum.Build(applied.Image)),
            ],
            network.Device);
    }

    internal Network Network { get; }

    internal int Height { get; }

    internal int Width { get; }

    /// <summary>The layers on the way, from the image on; without the layer itself.</summary>
    internal IReadOnlyList<Layer> Path => path;

    /// <summary>Looks at a picture.</summary>
    /// <param name="picture">One of this size.</param>
    /// <param name="unit">The unit whose position is wanted.</param>
    internal UnitResponses Look(Picture picture, int unit) => sessions.Use(session =>
    {
        Network.Preprocessing.Fit(picture).CopyPlanesTo(session.Input("image"));
        session.Run();
        var all = session.Output("layer");
        var area = all.Length / units;
        var at = Math.Max(0, TensorPrimitives.IndexOfMax(all.Slice(unit * area, area)));
        var (peaks, place) = (new float[units], new float[units]);
        for (var i = 0; i < units; i++) (peaks[i], place[i]) = (TensorPrimitives.Max(all.Slice(i * area, area)), all[(i * area) + at]);
        return new UnitResponses(peaks, place, [.. path.Select((_, i) => Direction(session.Output($"pattern/{i}")))], spectrum.Read(session.Output("power")));
    });

    /// <remarks>Which units answer, not how much there is to answer to: a picture full of edges would be like any other that is.</remarks>
    internal static float[] Direction(ReadOnlySpan<float> pattern)
    {
        var (direction, length) = (new float[pattern.Length], TensorPrimitives.Norm(pattern));
        TensorPrimitives.Multiply(pattern, length > 0 ? 1 / length : 0, direction);
        return direction;
    }

    /// <summary>The layers that the wanted one is computed from.</summary>
    static IEnumerable<Layer> On(AppliedNetwork applied, Network network, Layer wanted)
    {
        var behind = new[] { applied.Tensors[wanted.Tensor] }.Behind();
        return network.Layers.Where(layer => layer != wanted && applied.Tensors.TryGetValue(layer.Tensor, out var value) && behind.Contains(value));
    }

    public void Dispose() => sessions.Dispose();
}
