using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization.Terms;

namespace Percept.Visualization;

public sealed partial class Objective
{
    /// <summary>A set of objectives whose pictures differ at a layer, each from those before it.</summary>
    /// <param name="objective">What all maximise.</param>
    /// <param name="count">How many.</param>
    /// <param name="layer">Where their Gram matrices shall differ.</param>
    /// <param name="weight">How much being different counts: 1 weighs all of it as much as all of what the first picture scores, at which some units begin to fire less.</param>
    public static Objective[] Diverse(Objective objective, int count, string layer, double weight = 0.5) =>
        [.. Enumerable.Range(0, count).Select(i => objective + (weight * Of(new DiversityTerm(layer, i))))];

    /// <summary>A set as above, told apart at the deepest layer with positions that the objective looks at; where it looks at none, at the network's nearest before.</summary>
    /// <exception cref="GraphException">The network does not have what the objective names, or that is one of a set already.</exception>
    public static Objective[] Diverse(Objective objective, int count, Network network, double weight = 0.5)
    {
        if (objective.Terms.Any(term => term.Term is SetTerm)) throw new GraphException($"'{objective}' is one of a set already; of one image that differ from each other there can be more only where it is not.");
        Layer[] seen = [.. objective.Terms.SelectMany(term => term.Term.In(network).Layers)];
        var last = seen.Select(layer => layer.Index).DefaultIfEmpty(-1).Max();
        var layer = seen.Where(HasPositions).MaxBy(layer => layer.Index)
            ?? network.Layers.Where(layer => HasPositions(layer) && (last < 0 || layer.Index < last)).LastOrDefault()
            ?? throw new GraphException($"No layer of '{network.Model.Name}' up to what '{objective}' looks at has positions, so there is nothing by which its images could differ.");
        return Diverse(objective, count, layer.Name, weight);

        static bool HasPositions(Layer layer) => layer.Height * layer.Width > 1;
    }

    /// <summary>A set of objectives whose pictures stay alike at a layer, each to up to four before it, as between two units, so that what they have in common is in the same place.</summary>
    /// <param name="objectives">What each maximises. All have the same terms, if need be with the weight 0.</param>
    /// <param name="layer">Where their activations shall be alike.</param>
    /// <param name="weight">How much being alike counts: with 1, being as far as an empty layer would cost all of what the first picture scores.</param>
    public static Objective[] Aligned(IReadOnlyList<Objective> objectives, string layer, double weight = 0.5) =>
        [.. objectives.Select((objective, i) => objective + (weight * Of(new AlignmentTerm(layer, [.. objectives.Take(i)]))))];

    /// <summary>Those of a set that come before this one.</summary>
    /// <exception cref="GraphException">It is of two sets.</exception>
    internal IEnumerable<Objective> Earlier
    {
        get
        {
            SetTerm[] sets = [.. Terms.Select(term => term.Term).OfType<SetTerm>()];
            if (sets.Length > 1 && sets.Any(set => set is AlignmentTerm)) throw new GraphException($"'{this}' is of two sets; only one 'alignment', or several 'diversity', can depend on what came before.");
            return sets.MaxBy(set => set.Before) is { } set ? Enumerable.Range(0, set.Before).Select(index => set.Member(this, index)) : [];
        }
    }

    /// <summary>The objective without what its picture owes to others of a set.</summary>
    internal Objective Alone => new([.. Terms.Where(term => term.Term is not SetTerm)]);

    /// <summary>The unit that it is to excite, and where, whatever its picture owes to others of a set; null where it is about more or less than one unit.</summary>
    internal (Layer Layer, int Unit, (int Y, int X)? At)? UnitIn(Network network) => Alone.Terms is not [( > 0, var term)] ? null : term switch
    {
        UnitTerm { Mask: null } unit when unit.In(network) is UnitSums sums => (sums.Layer, unit.Unit, unit.At),
        LayerTerm { Units: { } units } some when units.First == units.Last => (network.Find(some.Layer), units.First, null),
        _ => null,
    };

    /// <summary>The objective with other terms of the same weights.</summary>
    internal Objective With(Func<Term, Term> change) => new([.. Terms.Select(term => (term.Weight, change(term.Term)))]);
}
