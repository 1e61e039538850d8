using Percept.Onnx.Graphs;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>A part of a tensor: a set of indices for each axis, null where an axis is not followed and stands for all of it.</summary>
sealed class Region : IEquatable<Region>
{
    readonly IndexSet?[] axes;
    readonly int hash;

    internal Region(IEnumerable<IndexSet?> axes) : this(axes.ToArray()) { }

    Region(IndexSet?[] axes)
    {
        this.axes = axes;
        foreach (var axis in axes) hash = HashCode.Combine(hash, axis);
    }

    /// <summary>The part of a tensor of which nothing is said, not even its axes.</summary>
    internal static Region Any { get; } = new([]);

    internal int Rank => axes.Length;

    internal IReadOnlyList<IndexSet?> Axes => axes;

    internal bool IsEmpty => Array.Exists(axes, axis => axis is { IsEmpty: true });

    internal IndexSet? this[int axis] => axes[axis];

    internal Region With(int axis, IndexSet? indices)
    {
        var copy = (IndexSet?[])axes.Clone();
        copy[axis] = indices;
        return new(copy);
    }

    internal Region Clip(Shape shape)
    {
        var clipped = this;
        for (var axis = 0; axis < axes.Length; axis++)
            if (axes[axis] is { } set && set.Clip(shape[axis]) is var inside && !ReferenceEquals(inside, set)) clipped = clipped.With(axis, inside);
        return clipped;
    }

    /// <summary>The smallest region that holds both; null stands for nothing at all.</summary>
    internal static Region? Union(Region? a, Region? b) => a is null || b is null ? a ?? b : a.Equals(b) ? a
        : new(a.axes.Zip(b.axes, (mine, theirs) => mine is null || theirs is null ? null : mine.Union(theirs)));

    /// <inheritdoc/>
    public bool Equals(Region? other) => ReferenceEquals(this, other) || (other is not null && hash == other.hash && Same(other));

    bool Same(Region other)
    {
        if (other.Rank != Rank) return false;
        for (var axis = 0; axis < axes.Length; axis++)
            if (!Equals(axes[axis], other.axes[axis])) return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Region);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;
}
