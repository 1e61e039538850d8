using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>The receptive fields of any number of units on one input; questions share their work, and may come from several threads.</summary>
public sealed class ReceptiveFieldMap
{
    /// <summary>After upsampling a unit's receptive field depends on its position; these many in a row cover a factor of 16.</summary>
    const int Phases = 16;

    readonly Value input;
    readonly Walk bordered, endless;

    /// <summary>The receptive fields on an input.</summary>
    /// <param name="input">The graph's input, or any value that others depend on.</param>
    public ReceptiveFieldMap(Value input) : this(input, _ => false) { }

    /// <summary>The receptive fields on an input, along some of the dependences.</summary>
    /// <param name="input">The graph's input, or any value that others depend on.</param>
    /// <param name="ignored">Nodes through which no dependence is followed.</param>
    /// <param name="gates">What is left out where a unit has a position: then receptive fields are local. A unit that depends on the input through gates alone, as a class token does, has none.</param>
    internal ReceptiveFieldMap(Value input, Func<Node, bool> ignored, Gates? gates = null)
    {
        (this.input, bordered, endless) = (input, new(input, borders: true, ignored, gates), new(input, borders: false, ignored, gates));
    }

    /// <summary>The receptive field of one unit.</summary>
    /// <param name="unit">Any value of the input's graph.</param>
    /// <param name="at">For each of its axes the index, or null for all of them.</param>
    /// <param name="apart">
    /// Axes to follow one at a time, each with the positions on all axes that are not named here. This is what makes thousands
    /// of questions cheap: with (null, channel, y, x) and axes 2 and 3 apart, units share what they know of each row and each
    /// column. The answer is the same wherever the network treats these axes separately, as all but reshapes that join or cut
    /// across them do; elsewhere it is never too small.
    /// </param>
    /// <exception cref="GraphException">The positions do not fit the unit's shape.</exception>
    public ReceptiveField Of(Value unit, IReadOnlyList<int?> at, params ReadOnlySpan<int> apart)
    {
        if (unit.Graph != input.Graph) throw new GraphException($"'{unit.Name}' and '{input.Name}' belong to different graphs.");
        var shape = unit.Shape;
        if (at.Count != shape.Rank) throw new GraphException($"{at.Count} positions do not name a unit of {unit}; give one for each of its {shape.Rank} axes, or null for all of an axis.");
        for (var axis = 0; axis < at.Count; axis++)
            if (at[axis] is { } index && (index < 0 || index >= shape[axis])) throw new GraphException($"There is no index {index} on axis {axis} of {unit}; its indices run from 0 to {shape[axis] - 1}.");

        var part = new Region(at.Select((index, axis) => index is { } i ? IndexSet.Of(i) : IndexSet.Range(0, shape[axis] - 1)));
        var axes = apart.ToArray();
        var parts = axes.Length < 2 ? [part] : axes.Select(kept => new Region(part.Axes.Select((set, axis) => axis != kept && axes.Contains(axis) ? null : set)));
        var field = input.Shape.Select(size => IndexSet.Range(0, size - 1)).ToArray();
        foreach (var region in parts.Select(region => bordered.From(unit, region)))
            for (var axis = 0; axis < field.Length; axis++)
                field[axis] = region is null ? IndexSet.Empty : region[axis] is { } seen ? field[axis].Intersect(seen) : field[axis];
        return new(field);
    }

    /// <summary>
    /// How far a unit in the middle of an endless image reaches along each axis of the input, first and last element included:
    /// the receptive field as papers quote it, which may exceed the image. Null: all of the axis, however long.
    /// </summary>
    /// <param name="unit">Any value of the input's graph. Where its positions differ, as after upsampling, the largest counts.</param>
    public IReadOnlyList<int?> Size(Value unit)
    {
        var sizes = new int?[input.Shape.Rank];
        var phases = unit.Graph.Nodes.Take(unit.Producer?.Index + 1 ?? 0).Any(node => Catalogue.Is(node.Operator, Traits.Upsampling)) ? Phases : 1;
        for (var axis = 0; axis < unit.Shape.Rank; axis++)
        {
            // Each axis of the unit bounds the receptive field by itself; what it does not bound is left to the others.
            var regions = Enumerable.Range(0, Math.Min(phases, unit.Shape[axis]))
                .Select(index => endless.From(unit, new Region(new IndexSet?[unit.Shape.Rank]).With(axis, IndexSet.Of(index)))).ToArray();
            for (var i = 0; i < sizes.Length; i++)
            {
                if (Array.Exists(regions, region => region is not null && region[i] is null)) continue;
                var size = regions.Select(region => region?[i] is { IsEmpty: false } seen ? seen.Last - seen.First + 1 : 0).DefaultIfEmpty().Max();
                sizes[i] = Math.Min(sizes[i] ?? int.MaxValue, size);
            }
        }

        return sizes;
    }
}
