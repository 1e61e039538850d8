using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>
/// Scores an image by an objective. What differs between objectives that look at the same layers are numbers that are fed in,
/// so one session serves all units of a layer.
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

    /// <summary>Adds the score to the network's graph, with the inputs that say what counts.</summary>
    internal Value Build(AppliedNetwork applied)
    {
        Value? score = null;
        var graph = applied.Image.Graph;
        for (var i = 0; i < layers.Length; i++)
        {
            var activation = applied[layers[i]];
            if (parts[i]) Add((activation * graph.Input(Parts(i), ElementType.Float32, activation.Shape)).Sum([], keepDims: false));
            if (whole[i]) Add((activation * activation).Mean([], keepDims: false) * graph.Input(Whole(i), ElementType.Float32, Shape.Scalar));
        }

        return score!;

        void Add(Value term) => score = score is null ? term : score + term;
    }

    /// <summary>The highest activation of each unit, layer by layer.</summary>
    internal IEnumerable<(string Name, Value Value)> Peaks(AppliedNetwork applied) =>
        layers.Select((layer, i) => (Peak(i), applied[layer].Graph.Emit("GlobalMaxPool", [applied[layer]])));

    /// <summary>Says by which objective the image is scored.</summary>
    /// <param name="session">The session that <see cref="Build"/>'s graph runs in.</param>
    /// <param name="objective">One that has this scoring's <see cref="Key"/>.</param>
    internal void Fill(Session session, Objective objective)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            if (parts[i]) session.Input(Parts(i)).Clear();
            if (whole[i]) session.Input(Whole(i)).Clear();
        }

        foreach (var (weight, term) in objective.Terms)
        {
            var (layer, unit, at) = term.Resolve(Network);
            var i = Array.IndexOf(layers, layer);
            if (unit is null)
            {
                session.Input(Whole(i))[0] += (float)weight;
                continue;
            }

            var all = session.Input(Parts(i));
            var map = all.Slice(unit.Value * (all.Length / layer.Channels), all.Length / layer.Channels);
            if (at is { } place) map[Place(place, layer, map.Length)] += (float)weight;
            else
                foreach (ref var share in map) share += (float)weight / map.Length;
        }
    }

    /// <summary>What the image reached: the unit's highest activation where the objective is one unit, else the score.</summary>
    internal float Reached(Session session, Objective objective) =>
        objective.Terms is [( > 0, { Unit: not null, At: null })] && objective.Terms[0].Term.Resolve(Network) is var (layer, unit, _)
            ? session.Output(Peak(Array.IndexOf(layers, layer)))[unit!.Value]
            : session.Output("score")[0];

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
