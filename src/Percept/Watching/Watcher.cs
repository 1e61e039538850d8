using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Watching;

/// <summary>Looks at one picture after another with all layers of a network. A forward pass a picture; for one thread at a time.</summary>
public sealed class Watcher : IDisposable
{
    readonly Network network;
    readonly Session session;

    /// <summary>Makes the network ready to run.</summary>
    /// <param name="network">The network.</param>
    public Watcher(Network network)
    {
        this.network = network;
        var applied = network.Apply(batch: 1, wanted: [.. network.Layers.Select(layer => layer.Tensor)]);
        session = new([.. network.Layers.SelectMany(layer => new[] { (layer.Name, applied[layer].Cast(ElementType.Float32)), (Summary(layer), applied.Summary(layer, applied.Tensors[layer.Tensor])) })], network.Device);
    }

    /// <summary>An image file's picture as the network sees it.</summary>
    /// <exception cref="PictureException">It cannot be read.</exception>
    public Picture Read(string path) => network.Preprocessing.Fit(Picture.ReadFitted(path, network.Preprocessing.Height, network.Preprocessing.Width));

    /// <summary>The bytes of an image file as the network sees them; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="PictureException">They cannot be read.</exception>
    public Picture Decode(byte[] bytes, string name, ReadOptions? options = null) =>
        network.Preprocessing.Fit(Picture.DecodeFitted(bytes, name, network.Preprocessing.Height, network.Preprocessing.Width, options: options));

    /// <summary>Runs the network on a picture of its size.</summary>
    public void Look(Picture picture)
    {
        network.Preprocessing.Fit(picture).CopyPlanesTo(session.Input("image"));
        session.Run();
    }

    /// <summary>A layer's activations as the last look left them: units x height x width.</summary>
    public ReadOnlySpan<float> Maps(Layer layer) => session.Output(layer.Name);

    /// <summary>A unit's activations as the last look left them: height x width.</summary>
    public ReadOnlySpan<float> Map(Layer layer, int unit) => Maps(layer).Slice(unit * layer.Height * layer.Width, layer.Height * layer.Width);

    /// <summary>What each unit of a layer did in the last look.</summary>
    public UnitSummary[] Summaries(Layer layer) => Networks.Summaries.Read(session.Output(Summary(layer)));

    /// <summary>What each unit of each layer did in the last look.</summary>
    public UnitSummary[][] Summaries() => [.. network.Layers.Select(Summaries)];

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    static string Summary(Layer layer) => $"{layer.Name} in short";
}
