using System.Collections.Concurrent;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Optimization.Terms;

namespace Percept.Optimization;

/// <summary>
/// Scores an image by an objective. What differs between objectives that look at the same layers are numbers that are fed in,
/// so one session serves all units of a layer.
/// </summary>
sealed class Scoring
{
    readonly Piece[] pieces;
    readonly Dictionary<Layer, Shape> shapes = [];
    readonly ConcurrentDictionary<Objective, Lazy<OptimizedPicture>> found = [];
    Shape image = Shape.Scalar;

    internal Scoring(Network network, Objective objective)
    {
        Network = network;
        pieces = [.. Assign(objective, out _)];
    }

    internal Network Network { get; }

    /// <summary>A diverse set's picture, found once however many need it; another objective's is just found.</summary>
    internal OptimizedPicture Once(Objective objective, Func<OptimizedPicture> find) =>
        pieces.Any(piece => piece is Difference) ? found.GetOrAdd(objective, _ => new(find)).Value : find();

    /// <summary>The tensors it looks at.</summary>
    internal string[] Tensors => [.. pieces.SelectMany(piece => piece.Layers).Select(layer => layer.Tensor).Distinct()];

    /// <summary>The same for objectives that one session can serve.</summary>
    internal string Key => string.Join('\n', pieces.AsEnumerable());

    /// <summary>Adds to the network's graph the score, and what else is read after a run, with the inputs that say what counts.</summary>
    /// <returns>The score, and the outputs that a session shall have beside it.</returns>
    internal (Value Score, IReadOnlyList<(string Name, Value Value)> Outputs) Build(AppliedNetwork applied)
    {
        var stages = pieces.Select((piece, i) => new Stage(Network, applied, piece, Name(i))).ToArray();
        var score = pieces.Zip(stages, (piece, stage) => piece.Build(stage)).Aggregate((a, b) => a + b);
        lock (shapes)
        {
            image = applied.Image.Shape;
            foreach (var layer in pieces.SelectMany(piece => piece.Layers)) shapes[layer] = applied[layer].Shape;
        }

        return (score, [.. stages.SelectMany(stage => stage.Outputs)]);
    }

    /// <summary>Says by which objective the image is scored.</summary>
    /// <param name="session">The session that <see cref="Build"/>'s graph runs in.</param>
    /// <param name="objective">One that has this scoring's <see cref="Key"/>.</param>
    /// <param name="earlier">What was found for those before it, where it is one of a diverse set.</param>
    /// <returns>Pictures that the session's inputs of these names shall hold, through the same view as the image.</returns>
    internal IReadOnlyList<GivenPicture> Fill(Session session, Objective objective, IReadOnlyList<OptimizedPicture> earlier)
    {
        foreach (var input in session.Inputs) session.Input(input).Clear();
        var given = new List<GivenPicture>();
        Assign(objective, out var places);
        for (var i = 0; i < places.Length; i++)
            objective.Terms[i].Term.Fill(new(Network, session, Name(places[i]), image, layer => shapes[layer], given), (float)objective.Terms[i].Weight);
        if (earlier.Count > 0) KeepAway(session, earlier, given);
        return given;
    }

    /// <summary>Whether something that is wanted does not answer at all, as the last run left it, so that there is no way up.</summary>
    internal bool IsSilent(Session session) => Enumerable.Range(0, pieces.Length).Any(i => pieces[i] is UnitSums && session.Output($"{Name(i)}/{UnitSums.Sum}")[0] == 0);

    /// <summary>What the image reached: the unit's highest activation where the objective is one unit, else the score.</summary>
    internal float Reached(Session session, Objective objective) =>
        objective.Terms.Where(term => term.Term is not DiversityTerm).ToArray() is [( > 0, UnitTerm { At: null, Mask: null } unit)] && pieces[0] is UnitSums
            ? session.Output($"{Name(0)}/{UnitSums.Peaks}")[unit.Unit] : session.Output("score")[0];

    /// <summary>Tells the piece of diversity what the pictures found before look like to the network, and how much the first one scored.</summary>
    void KeepAway(Session session, IReadOnlyList<OptimizedPicture> earlier, List<GivenPicture> given)
    {
        foreach (var picture in given) picture.Planes.CopyTo(session.Input(picture.Input));
        var (differences, first) = (Enumerable.Range(0, pieces.Length).Where(i => pieces[i] is Difference).ToArray(), 0f);
        var means = differences.Select(i => new float[session.Output($"{Name(i)}/{Difference.Gram}").Length]).ToArray();
        for (var n = 0; n < earlier.Count; n++)
        {
            earlier[n].Picture.CopyPlanesTo(session.Input("image"));
            session.Run();
            if (n == 0) first = Math.Abs(session.Output("score")[0]);
            for (var i = 0; i < differences.Length; i++)
            {
                var gram = session.Output($"{Name(differences[i])}/{Difference.Gram}");
                for (var at = 0; at < gram.Length; at++) means[i][at] += gram[at] / earlier.Count;
            }
        }

        for (var i = 0; i < differences.Length; i++)
        {
            means[i].CopyTo(session.Input($"{Name(differences[i])}/{Difference.Mean}"));
            session.Input($"{Name(differences[i])}/{Feed.Weight}")[0] = first;
        }
    }

    /// <summary>The pieces for an objective's terms, and for each term which piece is its own.</summary>
    List<Piece> Assign(Objective objective, out int[] places)
    {
        var found = new List<Piece>();
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
