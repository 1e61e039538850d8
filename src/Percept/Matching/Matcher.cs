using System.Security.Cryptography;
using System.Threading.Channels;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Matching;

/// <summary>Finds the images that drive each unit of each layer highest. One forward pass an image; a number and a place for each unit leave the runtime, not the activations.</summary>
/// <remarks>Each processor decodes and looks at images of its own, one at a time: that is faster than sharing a batch, and what is found does not depend on how many there are.</remarks>
public sealed class Matcher : IDisposable
{
    readonly Network network;
    readonly IReadOnlyList<Layer> layers;
    readonly int top;
    readonly Fit fit;
    readonly Session[] sessions;
    readonly Channel<Session> idle;

    /// <summary>Makes a network ready to be matched.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layers">The layers wanted.</param>
    /// <param name="top">How many images are kept for each unit.</param>
    /// <param name="fit">How images of another shape are brought to the network's.</param>
    public Matcher(Network network, IReadOnlyList<Layer> layers, int top = 9, Fit fit = Fit.Cover)
    {
        (this.network, this.layers, this.top, this.fit) = (network, layers, top, fit);
        var applied = network.Apply(batch: 1, wanted: [.. layers.Select(layer => layer.Tensor)]);
        var reduced = layers.SelectMany((layer, i) => Reduced(applied[layer], i)).ToArray();
        sessions = [.. Enumerable.Range(0, Environment.ProcessorCount).AsParallel().Select(_ => new Session(reduced, threads: 1))];
        idle = Channel.CreateUnbounded<Session>();
        foreach (var session in sessions) idle.Writer.TryWrite(session);
    }

    /// <summary>Nothing matched yet.</summary>
    public Matches Start() => new(layers.Select(layer => layer.Channels), top);

    /// <summary>Matches some consecutive images of a dataset.</summary>
    /// <param name="images">The dataset.</param>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <param name="seen">Called in order with each image and its picture, as WebP, as the network saw it.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    /// <returns>What was found in these images alone.</returns>
    public async Task<Matches> RunAsync(IReadOnlyList<ImageFile> images, int start, int count, Action<MatchedImage, byte[]> seen, CancellationToken cancellationToken = default)
    {
        var matches = Start();
        await foreach (var sight in Ahead.RunAsync(start, count, 2 * sessions.Length, (i, cancel) => LookAsync(i, images[i], cancel), cancellationToken).ConfigureAwait(false))
        {
            if (sight.Image is null)
            {
                matches.Add(sight.Skipped!);
                continue;
            }

            for (var l = 0; l < layers.Count; l++)
            {
                for (var unit = 0; unit < layers[l].Channels; unit++)
                {
                    var (y, x) = Math.DivRem((int)sight.Places[l][unit], layers[l].Width);
                    matches.Layers[l].Add(unit, new(sight.Image.Index, sight.Peaks[l][unit], y, x));
                }
            }

            matches.Add(sight.Image);
            seen(sight.Image, sight.Picture);
        }

        return matches;
    }

    async Task<Sight> LookAsync(int index, ImageFile file, CancellationToken cancel)
    {
        try
        {
            var bytes = await file.ReadAsync(cancel).ConfigureAwait(false);
            var picture = Picture.DecodeFitted(bytes, file.Name, network.Preprocessing.Height, network.Preprocessing.Width, fit);
            picture = network.Preprocessing.ImageChannels == 1 ? picture.ToGrey() : picture.ToColor();
            var encoded = picture.ToWebp(quality: 90);
            var session = await idle.Reader.ReadAsync(cancel).ConfigureAwait(false);
            picture.CopyPlanesTo(session.Input("image"));
            session.Run();
            var (peaks, places) = (new float[layers.Count][], new long[layers.Count][]);
            for (var l = 0; l < layers.Count; l++) (peaks[l], places[l]) = (session.Output($"peak/{l}").ToArray(), session.Output<long>($"place/{l}").ToArray());
            idle.Writer.TryWrite(session);
            return new(new(index, file.Name, Convert.ToHexStringLower(SHA256.HashData(bytes))), encoded, peaks, places, null);
        }
        catch (Exception error) when (error is PictureException or IOException or UnauthorizedAccessException)
        {
            return new(null, [], [], [], new(file.Name, error.Message));
        }
    }

    static IEnumerable<(string, Value)> Reduced(Value activation, int layer)
    {
        var lines = activation.Reshape([activation.Shape[0], activation.Shape[1], activation.Shape[2] * activation.Shape[3]]);
        var places = activation.Graph.Emit("ArgMax", [lines], new() { ["axis"] = 2 });
        yield return ($"peak/{layer}", activation.Graph.Emit("GatherElements", [lines, places], new() { ["axis"] = 2 }));
        yield return ($"place/{layer}", places);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in sessions) session.Dispose();
    }

    /// <summary>What was seen in one image: each unit's highest activation and its place, layer by layer; or why it could not be looked at.</summary>
    sealed record Sight(MatchedImage? Image, byte[] Picture, float[][] Peaks, long[][] Places, SkippedImage? Skipped);
}
