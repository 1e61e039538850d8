using System.Collections;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>The elements of an input that a unit's value can depend on (its receptive field): a set of indices for each axis.</summary>
/// <remarks>
/// An element outside never changes the unit, whatever the weights. For each axis every index inside is really read by some
/// path, borders, strides, dilation and uneven padding included, as far as operators are known; those that are not are taken
/// to depend on all of their inputs, as are loops and whatever picks elements by computed indices.
/// </remarks>
public sealed class ReceptiveField : IReadOnlyList<IndexSet>
{
    readonly IndexSet[] axes;

    internal ReceptiveField(IEnumerable<IndexSet> axes)
    {
        this.axes = [.. axes];
        // Nothing along one axis is nothing at all.
        if (IsEmpty) Array.Fill(this.axes, IndexSet.Empty);
    }

    /// <summary>Whether the unit does not depend on the input.</summary>
    public bool IsEmpty => Array.Exists(axes, axis => axis.IsEmpty);

    /// <summary>How many axes the input has.</summary>
    public int Count => axes.Length;

    /// <summary>The indices along an axis of the input.</summary>
    public IndexSet this[int axis] => axes[axis];

    /// <summary>The receptive field of one unit; where many are wanted, ask a <see cref="ReceptiveFieldMap"/>.</summary>
    /// <param name="unit">Any value of the input's graph.</param>
    /// <param name="at">For each of its axes the index, or null for all of them.</param>
    /// <param name="input">What it may depend on: the graph's input, or any value before it.</param>
    /// <exception cref="GraphException">The positions do not fit the unit's shape.</exception>
    public static ReceptiveField Of(Value unit, IReadOnlyList<int?> at, Value input) => new ReceptiveFieldMap(input).Of(unit, at);

    /// <inheritdoc/>
    public IEnumerator<IndexSet> GetEnumerator() => ((IEnumerable<IndexSet>)axes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The indices along each axis.</summary>
    public override string ToString() => string.Join(" x ", axes.Select(axis => $"[{axis}]"));
}
