using System.Collections.Concurrent;
using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>What a network answers to an image.</summary>
/// <param name="File">The image's file.</param>
/// <param name="Picture">The image as the network saw it.</param>
/// <param name="Layers">Each layer's activations: units x height x width.</param>
/// <param name="Skipped">Why the image could not be read; null where it was.</param>
sealed record Answer(ImageFile File, Picture? Picture, float[][] Layers, string? Skipped);

/// <summary>Reads layers' activations of images: each image on one thread, as many side by side as there are processors, the answers in order.</summary>
sealed class ActivationReader : IDisposable
{
    readonly Network network;
    readonly Session[] sessions;
    readonly ConcurrentBag<Session> idle;

    internal ActivationReader(Network network, IReadOnlyList<Layer> layers)
    {
        (this.network, Layers) = (network, layers);
        var applied = network.Apply(batch: 1, wanted: [.. layers.Select(layer => layer.Tensor)]);
        var first = new Session([.. layers.Select((layer, i) => (Name(i), applied[layer]))], threads: 1);
        sessions = [first, .. Enumerable.Range(1, Environment.ProcessorCount - 1).Select(_ => first.Twin())];
        idle = [.. sessions];
    }

    internal IReadOnlyList<Layer> Layers { get; }

    /// <summary>The answers to images, in their order.</summary>
    internal IEnumerable<Answer> Read(IReadOnlyList<ImageFile> images, CancellationToken cancel = default) =>
        Partitioner.Create(images, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(sessions.Length).WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancel).Select(Read);

    Answer Read(ImageFile file)
    {
        Picture picture;
        try
        {
            picture = Picture.ReadFitted(file.Path, network.Preprocessing.Height, network.Preprocessing.Width);
        }
        catch (PictureException error)
        {
            return new(file, null, [], error.Message);
        }

        if (!idle.TryTake(out var session)) throw new InvalidOperationException("More threads than sessions.");
        try
        {
            network.Preprocessing.Fit(picture).CopyPlanesTo(session.Input("image"));
            session.Run();
            return new(file, picture, [.. Layers.Select((_, i) => session.Output(Name(i)).ToArray())], null);
        }
        catch (GraphException error)
        {
            throw new GraphException($"'{file.Name}': {error.Message}", error);
        }
        finally
        {
            idle.Add(session);
        }
    }

    static string Name(int layer) => FormattableString.Invariant($"layer/{layer}");

    public void Dispose()
    {
        foreach (var session in sessions) session.Dispose();
    }
}
