using Percept.Onnx.Graphs;

namespace Percept.Onnx.Reaches;

/// <summary>A part of a tensor: a set of indices for each axis, null where an axis is not followed and stands for all of it.</summary>
sealed class Region : IEquatable<Region>
{
    readonly IndexSet?[] axes;
    readonly int hash;

    internal Region(IEnumerable<IndexSet?> axes)
    {
        this.axes = [.. axes];
        foreach (var axis in this.axes) hash = HashCode.Combine(hash, axis);
    }

    internal int Rank => axes.Length;

    internal IReadOnlyList<IndexSet?> Axes => axes;

    internal bool IsEmpty => Array.Exists(axes, axis => axis is { IsEmpty: true });

    internal IndexSet? this[int axis] => axes[axis];

    internal Region With(int axis, IndexSet? indices) => new(axes.Select((set, i) => i == axis ? indices : set));

    internal Region Clip(Shape shape) => new(axes.Select((set, axis) => set?.Clip(shape[axis])));

    /// <summary>The smallest region that holds both; null stands for nothing at all.</summary>
    internal static Region? Union(Region? a, Region? b) => a is null || b is null ? a ?? b : a.Equals(b) ? a
        : new(a.axes.Zip(b.axes, (mine, theirs) => mine is null || theirs is null ? null : mine.Union(theirs)));

    /// <inheritdoc/>
    public bool Equals(Region? other) => other is not null && hash == other.hash && Axes.SequenceEqual(other.Axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Region);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;
}
