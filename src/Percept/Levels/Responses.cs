using System.Collections.Concurrent;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Levels;

/// <summary>What every unit of every layer answers to an image: its highest activation, and that at the middle of the layer.</summary>
sealed class Responses : IDisposable
{
    readonly Network network;
    readonly Session[] sessions;
    readonly ConcurrentBag<Session> idle;

    internal Responses(Network network)
    {
        this.network = network;
        var applied = network.Apply(batch: 1, wanted: [.. network.Layers.Select(layer => layer.Tensor)]);
        var first = new Session([.. network.Layers.SelectMany((layer, i) => Reduced(applied[layer], layer, i))], threads: 1);
        sessions = [first, .. Enumerable.Range(1, Environment.ProcessorCount - 1).Select(_ => first.Twin())];
        idle = [.. sessions];
    }

    /// <summary>The answers to images, in their order.</summary>
    /// <param name="images">Each fills its pixels, channels x height x width from 0 to 1.</param>
    /// <param name="cancel">Ends it between two images.</param>
    internal IReadOnlyList<Response> To(IEnumerable<Action<Memory<float>>> images, CancellationToken cancel) =>
        [.. images.AsParallel().AsOrdered().WithDegreeOfParallelism(sessions.Length).WithCancellation(cancel).Select(To)];

    Response To(Action<Memory<float>> image)
    {
        if (!idle.TryTake(out var session)) throw new InvalidOperationException("More threads than sessions.");
        try
        {
            var pixels = new float[session.Input("image").Length];
            image(pixels);
            pixels.CopyTo(session.Input("image"));
            session.Run();
            return new(
                [.. network.Layers.Select((_, i) => session.Output($"peak/{i}").ToArray())],
                [.. network.Layers.Select((_, i) => session.Output($"middle/{i}").ToArray())]);
        }
        finally
        {
            idle.Add(session);
        }
    }

    static IEnumerable<(string, Value)> Reduced(Value units, Layer layer, int index)
    {
        var lines = units.Reshape([layer.Channels, layer.Height * layer.Width]);
        var graph = units.Graph;
        yield return ($"peak/{index}", graph.Emit("ReduceMax", [lines, graph.Constant(Tensor.Of(1L))], new() { ["keepdims"] = 0 }));
        yield return ($"middle/{index}", graph.Emit("Gather", [lines, graph.Constant(Tensor.Of((long)((layer.Height / 2 * layer.Width) + (layer.Width / 2))))], new() { ["axis"] = 1 }));
    }

    public void Dispose()
    {
        foreach (var session in sessions) session.Dispose();
    }
}

/// <summary>The answers to one image, layer by layer, unit by unit.</summary>
/// <param name="Peaks">The highest activations.</param>
/// <param name="Middles">The activations in the middle of the layer.</param>
sealed record Response(float[][] Peaks, float[][] Middles);
