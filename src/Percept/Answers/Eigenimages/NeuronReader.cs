using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Answers.Eigenimages;

/// <summary>Some neurons of each layer, units at single places, read off images.</summary>
/// <remarks>A unit's highest activation over all places is no smooth function of the pixels even where the unit is a linear filter; a neuron's is.</remarks>
sealed class NeuronReader : IDisposable
{
    /// <summary>How many neurons of a layer are read at most.</summary>
    const int Most = 256;

    readonly Network network;
    readonly SessionPool sessions;

    internal NeuronReader(Network network, int seed)
    {
        this.network = network;
        var (applied, random) = (network.Apply(batch: 1), new Random(seed));
        sessions = new([.. network.Layers.Select((layer, i) =>
        {
            int[] places = [.. new[] { (0.5, 0.5), (0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75) }
                .Select(at => ((int)(at.Item1 * layer.Height) * layer.Width) + (int)(at.Item2 * layer.Width)).Distinct()];
            int[] all = [.. Enumerable.Range(0, layer.Channels).SelectMany(unit => places.Select(place => (unit * layer.Height * layer.Width) + place))];
            random.Shuffle(all);
            var flat = applied[layer].Reshape([layer.Channels * layer.Height * layer.Width]);
            return ($"{i}", flat.Graph.Emit("Gather", [flat, flat.Graph.Constant(Tensor.Of([.. all.Take(Most).Order().Select(index => (long)index)]))], new() { ["axis"] = 0 }));
        })], network.Device);
    }

    /// <summary>The activations of a picture's neurons, layer by layer.</summary>
    internal float[][] Of(Picture picture) => sessions.Use(session =>
    {
        network.Preprocessing.Fit(picture).CopyPlanesTo(session.Input("image"));
        session.Run();
        return network.Layers.Select((_, i) => session.Output($"{i}").ToArray()).ToArray();
    });

    public void Dispose() => sessions.Dispose();
}
