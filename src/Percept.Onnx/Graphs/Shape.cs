using System.Collections;
using System.Runtime.CompilerServices;

namespace Percept.Onnx.Graphs;

/// <summary>The sizes of a tensor's axes, all known; a scalar has none.</summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    const int MostAxes = 32;

    readonly int[] sizes;

    Shape(int[] sizes) => this.sizes = sizes;

    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>The shape of these sizes; collection expressions call it.</summary>
    /// <exception cref="GraphException">A size is negative, or the element count exceeds what memory can address.</exception>
    public static Shape Of(ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MostAxes) throw new GraphException($"A tensor has {sizes.Length} axes; at most {MostAxes} are taken.");
        var count = 1L;
        foreach (var size in sizes)
        {
            if (size < 0) throw new GraphException($"A shape has the negative size {size}.");
            if (size > 0 && count > (1L << 40) / size) throw new GraphException($"A shape of {string.Join('x', sizes.ToArray())} is larger than any memory.");
            count *= Math.Max(size, 1);
        }

        return new(sizes.ToArray());
    }

    /// <summary>The shape of sizes as ONNX stores them.</summary>
    public static Shape Of(ReadOnlySpan<long> sizes)
    {
        var small = new int[sizes.Length];
        for (var i = 0; i < small.Length; i++)
            small[i] = sizes[i] is >= 0 and <= int.MaxValue ? (int)sizes[i] : throw new GraphException($"A shape has the size {sizes[i]}; sizes run from 0 to {int.MaxValue}.");
        return Of(small);
    }

    /// <summary>How many axes there are.</summary>
    public int Rank => sizes.Length;

    /// <summary>How many elements there are.</summary>
    public long Elements => sizes.Aggregate(1L, (product, size) => product * size);

    /// <summary>How many axes there are, as lists and patterns ask.</summary>
    public int Count => sizes.Length;

    /// <summary>The size of an axis; a negative axis counts from the end.</summary>
    public int this[int axis] => sizes[Axis(axis)];

    /// <summary>The size of an axis counted from either end.</summary>
    /// <exception cref="GraphException">There is no such axis.</exception>
    public int this[Index axis] => axis.GetOffset(Rank) is var at && at >= 0 && at < Rank ? sizes[at] : throw new GraphException($"There is no axis {axis} in a tensor of shape {this}.");

    /// <summary>The sizes as a span.</summary>
    public ReadOnlySpan<int> AsSpan() => sizes;

    /// <summary>The sizes as ONNX stores them.</summary>
    public long[] ToLongs() => Array.ConvertAll(sizes, size => (long)size);

    /// <summary>The axis counted from the start, given one that may count from the end.</summary>
    /// <exception cref="GraphException">There is no such axis.</exception>
    public int Axis(int axis) => axis >= -Rank && axis < Rank
        ? axis < 0 ? axis + Rank : axis
        : throw new GraphException($"There is no axis {axis} in a tensor of shape {this}.");

    /// <summary>This shape with another size along one axis.</summary>
    public Shape With(int axis, int size)
    {
        var copy = (int[])sizes.Clone();
        copy[Axis(axis)] = size;
        return Of(copy);
    }

    /// <summary>The sizes of the axes from <paramref name="start"/> up to <paramref name="end"/> multiplied.</summary>
    /// <exception cref="GraphException">There are no such axes, or they have more elements than can be counted.</exception>
    public int Product(int start, int end)
    {
        if (start < 0 || end < start || end > Rank) throw new GraphException($"There are no axes from {start} up to {end} in a tensor of shape {this}.");
        var product = 1L;
        for (var axis = start; axis < end; axis++) product *= sizes[axis];
        return product <= int.MaxValue ? (int)product : throw new GraphException($"A tensor of shape {this} has {product:N0} elements along the axes from {start} up to {end}; at most {int.MaxValue:N0} are counted.");
    }

    /// <summary>Every index into a box of these sizes, the last axis fastest.</summary>
    internal static IEnumerable<int[]> Indices(IReadOnlyList<int> sizes) => sizes.Aggregate(
        (IEnumerable<int[]>)[[]], (indices, size) => indices.SelectMany(index => Enumerable.Range(0, size).Select(next => (int[])[.. index, next])));

    /// <summary>The shape two tensors have after NumPy's broadcasting.</summary>
    /// <exception cref="GraphException">They do not broadcast together.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        var result = new int[Math.Max(a.Rank, b.Rank)];
        for (var i = 1; i <= result.Length; i++)
        {
            var (x, y) = (i <= a.Rank ? a[^i] : 1, i <= b.Rank ? b[^i] : 1);
            result[^i] = x == y || y == 1 ? x : x == 1 ? y : throw new GraphException($"The shapes {a} and {b} do not broadcast together.");
        }

        return Of(result);
    }

    /// <summary>Whether broadcasting a tensor of this shape can give one of <paramref name="other"/>.</summary>
    public bool BroadcastsTo(Shape other) =>
        Rank <= other.Rank && Enumerable.Range(1, Rank).All(i => sizes[^i] == 1 || sizes[^i] == other.sizes[^i]);

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && sizes.AsSpan().SequenceEqual(other.sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => sizes.Aggregate(sizes.Length, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sizes as people write them, such as <c>1x3x224x224</c>.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join('x', sizes);
}
