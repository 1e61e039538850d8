using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Matching;

/// <summary>Finds the images that drive each unit of each layer highest. One forward pass an image; a number and a place for each unit leave the runtime, not the activations.</summary>
public sealed class Matcher : IDisposable
{
    readonly Network network;
    readonly IReadOnlyList<Layer> layers;
    readonly int top, batch;
    readonly Fit fit;
    readonly Session session;

    /// <summary>Makes a network ready to be matched.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layers">The layers wanted.</param>
    /// <param name="top">How many images are kept for each unit.</param>
    /// <param name="batch">How many images run at once.</param>
    /// <param name="fit">How images of another shape are brought to the network's.</param>
    public Matcher(Network network, IReadOnlyList<Layer> layers, int top = 9, int batch = 8, Fit fit = Fit.Cover)
    {
        (this.network, this.layers, this.top, this.batch, this.fit) = (network, layers, top, batch, fit);
        var applied = network.Apply(batch, wanted: [.. layers.Select(layer => layer.Tensor)]);
        session = new([.. layers.SelectMany((layer, i) => Reduced(applied[layer], i))]);
    }

    /// <summary>Nothing matched yet.</summary>
    public Matches Start() => new(layers.Select(layer => layer.Channels), top);

    /// <summary>Matches some consecutive images of a dataset.</summary>
    /// <param name="images">The dataset.</param>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <param name="seen">Called with each image and its picture, as WebP, as the network saw it.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    /// <returns>What was found in these images alone.</returns>
    public async Task<Matches> RunAsync(IReadOnlyList<ImageFile> images, int start, int count, Action<MatchedImage, byte[]> seen, CancellationToken cancellationToken = default)
    {
        var matches = Start();
        var waiting = new List<FedImage>();
        await foreach (var image in ImageFeed.ReadAsync(network.Preprocessing, images, start, count, fit, cancellationToken).ConfigureAwait(false))
        {
            if (image.Reason is { } reason)
            {
                matches.Add(new SkippedImage(image.File.Name, reason));
                continue;
            }

            waiting.Add(image);
            if (waiting.Count == batch) Match(waiting);
        }

        if (waiting.Count > 0) Match(waiting);
        return matches;

        void Match(List<FedImage> fed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(fed, matches);
            foreach (var image in fed)
            {
                var matched = new MatchedImage(image.Index, image.File.Name, image.Hash);
                matches.Add(matched);
                seen(matched, image.Encoded);
            }

            fed.Clear();
        }
    }

    void Run(List<FedImage> fed, Matches matches)
    {
        var input = session.Input("image");
        var size = input.Length / batch;
        for (var i = 0; i < fed.Count; i++) fed[i].Picture!.CopyPlanesTo(input.Slice(i * size, size));
        session.Run();
        for (var l = 0; l < layers.Count; l++)
        {
            var (peaks, places, layer) = (session.Output($"peak/{l}").ToArray(), session.Output<long>($"place/{l}").ToArray(), layers[l]);
            for (var i = 0; i < fed.Count; i++)
            {
                for (var unit = 0; unit < layer.Channels; unit++)
                {
                    var at = (i * layer.Channels) + unit;
                    var (y, x) = Math.DivRem((int)places[at], layer.Width);
                    matches.Layers[l].Add(unit, new(fed[i].Index, peaks[at], y, x));
                }
            }
        }
    }

    static IEnumerable<(string, Value)> Reduced(Value activation, int layer)
    {
        var lines = activation.Reshape([activation.Shape[0], activation.Shape[1], activation.Shape[2] * activation.Shape[3]]);
        yield return ($"peak/{layer}", activation.Graph.Emit("GlobalMaxPool", [activation]));
        yield return ($"place/{layer}", activation.Graph.Emit("ArgMax", [lines], new() { ["axis"] = 2, ["keepdims"] = 0 }));
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
