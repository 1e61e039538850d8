using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization.Terms;

namespace Percept.Visualization;

/// <summary>
/// Scores an image by an objective. What differs between objectives that look at the same layers are numbers that are fed in,
/// so one session serves all units of a layer.
/// </summary>
sealed class ScoreBuilder
{
    readonly ScoreNode[] pieces;
    readonly Dictionary<Layer, Shape> shapes = [];
    readonly ConcurrentDictionary<Objective, Lazy<FeatureVisualization>> found = [];
    Shape imageShape = Shape.Scalar;

    internal ScoreBuilder(Network network, Objective objective)
    {
        Network = network;
        pieces = [.. Assign(objective, out _)];
        foreach (var earlier in objective.Earlier)
            if (!Assign(earlier, out _).SequenceEqual(pieces))
                throw new GraphException($"'{objective}': '{earlier}', which comes before it in its set, does not look at the same layers in the same order. Give all of a set the same terms, with the weight 0 where one has none.");
    }

    internal Network Network { get; }

    /// <summary>A set's picture, found once however many need it; another objective's is just found.</summary>
    internal FeatureVisualization Once(Objective objective, Func<FeatureVisualization> find) =>
        pieces.Any(piece => piece is SetPiece) ? found.GetOrAdd(objective, _ => new(find)).Value : find();

    /// <summary>The tensors it looks at.</summary>
    internal string[] Tensors => [.. pieces.SelectMany(piece => piece.Layers).Select(layer => layer.Tensor).Distinct()];

    /// <summary>How deep in the network the deepest layer lies that it looks at, from 1 on.</summary>
    internal int Depth => pieces.SelectMany(piece => piece.Layers).Select(layer => layer.Index + 1).DefaultIfEmpty(1).Max();

    /// <summary>The same for objectives that one session can serve.</summary>
    internal string Key => string.Join('\n', pieces.AsEnumerable());

    /// <summary>Whether the image alone is scored: nothing is compared with other pictures.</summary>
    internal bool IsOfImageAlone => pieces.All(piece => piece is not (Comparison or SetPiece));

    /// <summary>Adds to the network's graph the score, and what else is read after a run, with the inputs that say what counts.</summary>
    /// <param name="applied">The network on one image or several.</param>
    /// <param name="image">Which of them is scored.</param>
    /// <param name="prefix">What names of inputs and outputs begin with.</param>
    /// <returns>The score, what is climbed where it is silent, and the outputs that a session shall have beside the score.</returns>
    internal (Value Score, Value Way, IReadOnlyList<(string Name, Value Value)> Outputs) Build(AppliedNetwork applied, int image = 0, string prefix = "")
    {
        var stages = pieces.Select((piece, i) => new ScoreGraph(Network, applied, piece, prefix + Name(i), image)).ToArray();
        Value[] values = [.. pieces.Zip(stages, (piece, stage) => piece.Build(stage))];
        var way = values.Zip(stages, (value, stage) => stage.Way ?? value);
        lock (shapes)
        {
            imageShape = applied.Image.Shape.With(0, 1);
            foreach (var layer in pieces.SelectMany(piece => piece.Layers)) shapes[layer] = applied[layer].Shape.With(0, 1);
        }

        return (Sum(values), Sum(way), [.. stages.SelectMany(stage => stage.Outputs)]);

        static Value Sum(IEnumerable<Value> values) => values.Aggregate((a, b) => a + b);
    }

    /// <summary>Says by which objective the image is scored.</summary>
    /// <param name="session">The session that <see cref="Build"/>'s graph runs in.</param>
    /// <param name="objective">One that has this scoring's <see cref="Key"/>.</param>
    /// <param name="earlier">What was found for those before it, where it is one of a set.</param>
    /// <returns>Pictures that the session's inputs of these names shall hold, through the same view as the image.</returns>
    internal IReadOnlyList<GivenPicture> Fill(Session session, Objective objective, IReadOnlyList<FeatureVisualization> earlier)
    {
        var (means, most) = Remember(session, earlier);
        var given = Fill(session, objective);
        foreach (var (piece, mean) in means)
        {
            mean.CopyTo(session.Input($"{Name(piece)}/{SetPiece.Earlier}"));
            session.Input($"{Name(piece)}/{ScoreInputs.Weight}")[0] = most;
        }

        return given;
    }

    /// <summary>Whether something that is wanted does not answer at all, as the last run left it, so that there is no way up.</summary>
    internal bool IsSilent(Session session) => Sums.Any(sum => session.Output(sum)[0] == 0);

    /// <summary>The outputs that are 0 where something that is wanted does not answer at all.</summary>
    internal IEnumerable<string> Sums => Enumerable.Range(0, pieces.Length).Where(i => pieces[i] is UnitSums or MeanSquares).Select(i => $"{Name(i)}/{UnitSums.Sum}");

    /// <summary>What the image reached, without what it owes to others of its set: the unit's highest activation where the objective is one unit, else the score.</summary>
    internal float Reached(Session session, Objective objective) =>
        objective.UnitIn(Network) is { At: null } unit
            ? session.Output($"{Name(0)}/{UnitSums.Peaks}")[unit.Unit]
            : session.Output("score")[0] - Sets.Sum(i => session.Output($"{Name(i)}/{SetPiece.Owed}")[0] * session.Input($"{Name(i)}/{ScoreInputs.Weight}")[0]);

    List<GivenPicture> Fill(Session session, Objective objective)
    {
        foreach (var input in session.Inputs) session.Input(input).Clear();
        return Fill(session.Input, objective);
    }

    /// <summary>Fills inputs that hold zeros.</summary>
    /// <param name="inputs">The elements of an input by its name.</param>
    /// <param name="objective">One that has this scoring's <see cref="Key"/>.</param>
    /// <param name="prefix">What the names begin with.</param>
    internal List<GivenPicture> Fill(Func<string, Span<float>> inputs, Objective objective, string prefix = "")
    {
        var given = new List<GivenPicture>();
        Assign(objective, out var places);
        for (var i = 0; i < places.Length; i++)
            objective.Terms[i].Term.Fill(new(Network, inputs, prefix + Name(places[i]), imageShape, layer => shapes[layer], given), (float)objective.Terms[i].Weight);
        return given;
    }

    /// <summary>What each piece of a set sees in the pictures found before, on average, and the most that any of these scores.</summary>
    (IReadOnlyDictionary<int, float[]> Means, float Most) Remember(Session session, IReadOnlyList<FeatureVisualization> earlier)
    {
        var (most, means) = (0f, new Dictionary<int, float[]>());
        foreach (var (n, found) in earlier.Index())
        {
            foreach (var picture in Fill(session, found.Objective)) picture.Planes.CopyTo(session.Input(picture.Input));
            found.Picture.CopyPlanesTo(session.Input("image"));
            session.Run();
            most = Math.Max(most, Math.Abs(session.Output("score")[0]));
            foreach (var piece in Sets)
            {
                var set = (SetPiece)pieces[piece];
                var seen = session.Output($"{Name(piece)}/{SetPiece.Seen}");
                var mean = means.TryGetValue(piece, out var known) ? known : means[piece] = new float[seen.Length];
                var share = set.Share(earlier.Count - n) / Enumerable.Range(1, earlier.Count).Sum(set.Share);
                TensorPrimitives.MultiplyAdd(seen, (float)share, mean, mean);
            }
        }

        return (means, most);
    }

    IEnumerable<int> Sets => Enumerable.Range(0, pieces.Length).Where(i => pieces[i] is SetPiece);

    /// <summary>The pieces for an objective's terms, and for each term which piece is its own.</summary>
    List<ScoreNode> Assign(Objective objective, out int[] places)
    {
        var found = new List<ScoreNode>();
        places = new int[objective.Terms.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var piece = objective.Terms[i].Term.In(Network);
            places[i] = piece.IsShared ? found.IndexOf(piece) : -1;
            if (places[i] >= 0) continue;
            places[i] = found.Count;
            found.Add(piece);
        }

        return found;
    }

    static string Name(int piece) => FormattableString.Invariant($"{piece}");
}
