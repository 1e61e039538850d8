using System.Numerics.Tensors;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Trust;

/// <summary>What a network makes of one picture on the way to a layer.</summary>
/// <param name="Peaks">The highest activation of each of the layer's units.</param>
/// <param name="Patterns">The mean activation of each unit, brought to length 1, for the layers on the way from the image on; the layer itself is the last.</param>
/// <param name="Spectrum">The logarithm of the picture's power at frequencies from coarse to fine.</param>
sealed record Impression(float[] Peaks, float[][] Patterns, float[] Spectrum);

/// <summary>Looks at pictures of one size with a network, as far as one layer. One forward pass a picture, on one thread.</summary>
sealed class Sight : IDisposable
{
    readonly Layer[] path;
    readonly RadialSpectrum spectrum;
    readonly Session session;

    internal Sight(Network network, Layer layer, int height, int width)
    {
        (Network, Height, Width, spectrum) = (network, height, width, new(height, width));
        var applied = network.Apply(batch: 1, height, width, [.. network.Layers.Where(other => other.Index < layer.Index).Select(other => other.Tensor), layer.Tensor]);
        path = [.. On(applied, network, layer), layer];
        session = new(
            [
                ("peaks", applied.Image.Graph.Emit("GlobalMaxPool", [applied[layer]])),
                .. path.Select((on, i) => ($"pattern/{i}", applied[on].Mean([2, 3], keepDims: false))),
                ("power", spectrum.Build(applied.Image)),
            ],
            threads: 1);
    }

    internal Network Network { get; }

    internal int Height { get; }

    internal int Width { get; }

    /// <summary>The layers on the way, the layer itself last.</summary>
    internal IReadOnlyList<Layer> Path => path;

    internal Impression Look(Picture picture)
    {
        (Network.Preprocessing.ImageChannels == 1 ? picture.ToGrey() : picture.ToColor()).CopyPlanesTo(session.Input("image"));
        session.Run();
        return new(session.Output("peaks").ToArray(), [.. path.Select((_, i) => Direction(session.Output($"pattern/{i}")))], spectrum.Read(session.Output("power")));
    }

    /// <remarks>Which units answer, not how much there is to answer to: a picture full of edges would be like any other that is.</remarks>
    static float[] Direction(ReadOnlySpan<float> pattern)
    {
        var (direction, length) = (new float[pattern.Length], TensorPrimitives.Norm(pattern));
        TensorPrimitives.Multiply(pattern, length > 0 ? 1 / length : 0, direction);
        return direction;
    }

    /// <summary>The layers that the wanted one is computed from.</summary>
    static IEnumerable<Layer> On(AppliedNetwork applied, Network network, Layer wanted)
    {
        var (seen, open) = (new HashSet<Value>(), new Stack<Value>([applied.Tensors[wanted.Tensor]]));
        while (open.TryPop(out var value))
            if (seen.Add(value) && value.Producer is { } producer)
                foreach (var input in producer.Inputs)
                    if (input is not null) open.Push(input);
        return network.Layers.Where(layer => layer != wanted && applied.Tensors.TryGetValue(layer.Tensor, out var value) && seen.Contains(value));
    }

    public void Dispose() => session.Dispose();
}
