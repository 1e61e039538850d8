using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A network's activations on an image.</summary>
/// <param name="File">The image's file.</param>
/// <param name="Picture">The image as the network saw it.</param>
/// <param name="Layers">Each layer's activations: units x height x width.</param>
/// <param name="Skipped">Why the image could not be read; null where it was.</param>
sealed record ImageActivations(ImageFile File, Picture? Picture, float[][] Layers, string? Skipped);

/// <summary>Reads layers' activations of images: each image on one thread, as many side by side as there are processors, the results in order.</summary>
sealed class ActivationReader : IDisposable
{
    readonly Network network;
    readonly SessionPool sessions;

    internal ActivationReader(Network network, IReadOnlyList<Layer> layers)
    {
        (this.network, Layers) = (network, layers);
        var applied = network.Apply(batch: 1, wanted: [.. layers.Select(layer => layer.Tensor)]);
        sessions = new([.. layers.Select((layer, i) => (Name(i), applied[layer]))], network.Device);
    }

    internal IReadOnlyList<Layer> Layers { get; }

    /// <summary>The activations on images, in their order.</summary>
    /// <param name="images">The images.</param>
    /// <param name="progress">Receives the share of images read, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    internal IEnumerable<ImageActivations> Read(IReadOnlyList<ImageFile> images, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        sessions.Each(images, Read, cancellationToken).Select((read, i) =>
        {
            progress?.Report((i + 1.0) / images.Count);
            return read;
        });

    ImageActivations Read(ImageFile file, Session session)
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

        try
        {
            return new(file, picture, Activations(session, picture), null);
        }
        catch (GraphException error)
        {
            throw new GraphException($"'{file.Name}': {error.Message}", error);
        }
    }

    float[][] Activations(Session session, Picture picture)
    {
        network.Preprocessing.Fit(picture).CopyPlanesTo(session.Input("image"));
        session.Run();
        return [.. Layers.Select((_, i) => session.Output(Name(i)).ToArray())];
    }

    static string Name(int layer) => FormattableString.Invariant($"layer/{layer}");

    public void Dispose() => sessions.Dispose();
}
