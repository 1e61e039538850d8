using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>
/// Scores a batch of images, each by an objective of its own. What differs between objectives that look at the same layers
/// are numbers that are fed in, so one session serves all units of a layer.
/// </summary>
sealed class Scoring
{
    readonly Layer[] layers;
    readonly bool[] whole, parts;

    internal Scoring(Network network, Objective objective)
    {
        var terms = objective.Terms.Select(term => term.Term.Resolve(network)).ToArray();
        layers = [.. terms.Select(term => term.Layer).Distinct()];
        whole = [.. layers.Select(layer => terms.Any(term => term.Layer == layer && term.Unit is null))];
        parts = [.. layers.Select(layer => terms.Any(term => term.Layer == layer && term.Unit is not null))];
        Network = network;
    }

    internal Network Network { get; }

    /// <summary>The tensors it looks at.</summary>
    internal string[] Tensors => [.. layers.Select(layer => layer.Tensor)];

    /// <summary>The same for objectives that one session can serve.</summary>
    internal string Key => string.Join('\n', layers.Select((layer, i) => $"{layer.Tensor} {whole[i]} {parts[i]}"));

    /// <summary>Adds the scores to the network's graph, a number an image, with the inputs that say what counts.</summary>
    internal Value Build(AppliedNetwork applied)
    {
        Value? score = null;
        var graph = applied.Image.Graph;
        for (var i = 0; i < layers.Length; i++)
        {
            var activation = applied[layers[i]];
            if (parts[i]) Add((activation * graph.Input(Parts(i), ElementType.Float32, activation.Shape)).Sum([1, 2, 3], keepDims: false));
            if (whole[i]) Add((activation * activation).Mean([1, 2, 3], keepDims: false) * graph.Input(Whole(i), ElementType.Float32, [activation.Shape[0]]));
        }

        return score!;

        void Add(Value term) => score = score is null ? term : score + term;
    }

    /// <summary>The highest activation of each unit in each image, layer by layer.</summary>
    internal IEnumerable<(string Name, Value Value)> Peaks(AppliedNetwork applied) =>
        layers.Select((layer, i) => (Peak(i), applied[layer].Graph.Emit("GlobalMaxPool", [applied[layer]])));

    /// <summary>Says by which objective an image of the batch is scored.</summary>
    /// <param name="session">The session that <see cref="Build"/>'s graph runs in.</param>
    /// <param name="image">The image's place in the batch.</param>
    /// <param name="batch">How many images the batch has.</param>
    /// <param name="objective">One that has this scoring's <see cref="Key"/>.</param>
    internal void Fill(Session session, int image, int batch, Objective objective)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            if (parts[i]) Of(session.Input(Parts(i)), image, batch).Clear();
            if (whole[i]) session.Input(Whole(i))[image] = 0;
        }

        foreach (var (weight, term) in objective.Terms)
        {
            var (layer, unit, at) = term.Resolve(Network);
            var i = Array.IndexOf(layers, layer);
            if (unit is null)
            {
                session.Input(Whole(i))[image] += (float)weight;
                continue;
            }

            var all = Of(session.Input(Parts(i)), image, batch);
            var map = all.Slice(unit.Value * (all.Length / layer.Channels), all.Length / layer.Channels);
            if (at is { } place) map[Place(place, layer, map.Length)] += (float)weight;
            else
                foreach (ref var share in map) share += (float)weight / map.Length;
        }
    }

    /// <summary>What an image reached: the unit's highest activation where the objective is one unit, else the score.</summary>
    internal float Reached(Session session, int image, int batch, Objective objective) =>
        objective.Terms is [( > 0, { Unit: not null, At: null })] && objective.Terms[0].Term.Resolve(Network) is var (layer, unit, _)
            ? session.Output(Peak(Array.IndexOf(layers, layer)))[(image * layer.Channels) + unit!.Value]
            : session.Output("score")[image];

    static Span<float> Of(Span<float> batched, int image, int batch) => batched.Slice(image * (batched.Length / batch), batched.Length / batch);

    /// <summary>Positions are told on the network's own grid; at other image sizes the nearest one is meant.</summary>
    static int Place((int Y, int X) at, Layer layer, int length)
    {
        if (length == layer.Height * layer.Width) return (at.Y * layer.Width) + at.X;
        var scale = Math.Sqrt(length / ((double)layer.Height * layer.Width));
        var (height, width) = ((int)Math.Round(layer.Height * scale), (int)Math.Round(layer.Width * scale));
        var (y, x) = ((int)((at.Y + 0.5) * height / layer.Height), (int)((at.X + 0.5) * width / layer.Width));
        return Math.Min((y * width) + x, length - 1);
    }

    static string Parts(int layer) => $"parts/{layer}";

    static string Whole(int layer) => $"whole/{layer}";

    static string Peak(int layer) => $"peak/{layer}";
}
