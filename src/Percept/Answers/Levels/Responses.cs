using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Answers.Levels;

/// <summary>The response of every unit of every layer to an image: its maximum activation, and that at the middle of the layer.</summary>
sealed class Responses : IDisposable
{
    readonly Network network;
    readonly SessionPool sessions;

    internal Responses(Network network)
    {
        this.network = network;
        var applied = network.Apply(batch: 1, wanted: [.. network.Layers.Select(layer => layer.Tensor)]);
        sessions = new([.. network.Layers.SelectMany((layer, i) => Reduced(applied[layer], layer, i))], network.Device);
    }

    /// <summary>The responses to images, in their order.</summary>
    /// <param name="images">Each fills its pixels, channels x height x width from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    internal IReadOnlyList<Response> To(IEnumerable<Action<Memory<float>>> images, CancellationToken cancellationToken) =>
        [.. sessions.Each(images, To, cancellationToken)];

    Response To(Action<Memory<float>> image, Session session)
    {
        var pixels = new float[session.Input("image").Length];
        image(pixels);
        pixels.CopyTo(session.Input("image"));
        session.Run();
        return new(
            [.. network.Layers.Select((_, i) => session.Output($"peak/{i}").ToArray())],
            [.. network.Layers.Select((_, i) => session.Output($"middle/{i}").ToArray())]);
    }

    static IEnumerable<(string, Value)> Reduced(Value units, Layer layer, int index)
    {
        var lines = units.Reshape([layer.Channels, layer.Height * layer.Width]);
        var graph = units.Graph;
        yield return ($"peak/{index}", graph.Emit("ReduceMax", [lines, graph.Constant(Tensor.Of(1L))], new() { ["keepdims"] = 0 }));
        yield return ($"middle/{index}", graph.Emit("Gather", [lines, graph.Constant(Tensor.Of((long)((layer.Height / 2 * layer.Width) + (layer.Width / 2))))], new() { ["axis"] = 1 }));
    }

    public void Dispose() => sessions.Dispose();
}

/// <summary>The responses to one image, layer by layer, unit by unit.</summary>
/// <param name="Peaks">The highest activations.</param>
/// <param name="Middles">The activations in the middle of the layer.</param>
sealed record Response(float[][] Peaks, float[][] Middles);
