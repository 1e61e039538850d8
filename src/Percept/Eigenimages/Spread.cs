using Percept.Imaging;
using Percept.Networks;
using Percept.Networks.Kernels;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Eigenimages;

/// <summary>How much of an image a pattern lies on: 1 where all pixels weigh the same, one pixel's share where it is one pixel.</summary>
/// <remarks>The participation ratio of the energy: (Σ e)² / (n Σ e²), with e a pixel's squared weights summed over channels.</remarks>
static class Spread
{
    const int Units = 6;

    /// <summary>The share of pixels of a pattern of channels x pixels.</summary>
    internal static double Of(ReadOnlySpan<float> pattern, int channels)
    {
        var area = pattern.Length / channels;
        var (sum, squares) = (0.0, 0.0);
        for (var pixel = 0; pixel < area; pixel++)
        {
            var energy = 0.0;
            for (var channel = 0; channel < channels; channel++) energy += Math.Pow(pattern[(channel * area) + pixel], 2);
            sum += energy;
            squares += energy * energy;
        }

        return squares > 0 ? sum * sum / (area * squares) : double.NaN;
    }

    /// <summary>The mean share of pixels that the gradients of a layer's middle neurons lie on, over some units and images; NaN where all are zero.</summary>
    internal static double Of(Network network, Layer layer, IReadOnlyList<Picture> pictures, int seed)
    {
        var applied = network.Apply(batch: 1, wanted: [layer.Tensor]);
        var weights = applied.Image.Graph.Input("seed", ElementType.Float32, applied[layer].Shape);
        using var session = new Session([("gradient", Gradient.Of(applied[layer] * weights, [applied.Image], CpuRules.Standard)[0])]);
        int[] units = [.. Enumerable.Range(0, layer.Channels)];
        new Random(seed).Shuffle(units);
        var shares = new List<double>();
        foreach (var picture in pictures)
        {
            network.Preprocessing.Fit(picture).CopyPlanesTo(session.Inputs.Contains("image") ? session.Input("image") : new float[applied.Image.Shape.Elements]);
            foreach (var unit in units.Take(Units))
            {
                session.Input("seed").Clear();
                session.Input("seed")[(((unit * layer.Height) + (layer.Height / 2)) * layer.Width) + (layer.Width / 2)] = 1;
                session.Run();
                if (Of(session.Output("gradient"), network.Preprocessing.ImageChannels) is var share && double.IsFinite(share)) shares.Add(share);
            }
        }

        return shares.Count > 0 ? shares.Average() : double.NaN;
    }
}
