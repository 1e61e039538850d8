using System.Collections;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>A set of indices along one axis, held as runs of neighbours: compact where it has few holes.</summary>
public sealed class IndexSet : IReadOnlyCollection<int>, IEquatable<IndexSet>
{
    readonly (int First, int Last)[] runs;
    readonly int hash;

    IndexSet((int First, int Last)[] runs)
    {
        this.runs = runs;
        foreach (var run in runs)
        {
            Count += run.Last - run.First + 1;
            hash = HashCode.Combine(hash, run.First, run.Last);
        }
    }

    /// <summary>The set without members.</summary>
    public static IndexSet Empty { get; } = new([]);

    /// <summary>How many members there are.</summary>
    public int Count { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => runs.Length == 0;

    /// <summary>The smallest member.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int First => IsEmpty ? throw new InvalidOperationException("An empty set of indices has no first one.") : runs[0].First;

    /// <summary>The largest member.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int Last => IsEmpty ? throw new InvalidOperationException("An empty set of indices has no last one.") : runs[^1].Last;

    /// <summary>The runs of neighbours, in order, with a gap between any two.</summary>
    public IReadOnlyList<(int First, int Last)> Runs => runs;

    /// <summary>One index.</summary>
    public static IndexSet Of(int index) => Range(index, index);

    /// <summary>All indices from one to another, both included; none where they are the wrong way round.</summary>
    public static IndexSet Range(int first, int last) => last < first ? Empty : new([(first, last)]);

    /// <summary>All indices in any of these runs, which may overlap and come in any order.</summary>
    public static IndexSet Of(IEnumerable<(int First, int Last)> runs)
    {
        var (sorted, ordered) = (new List<(int First, int Last)>(), true);
        foreach (var run in runs)
        {
            if (run.First > run.Last) continue;
            ordered &= sorted.Count == 0 || sorted[^1].First <= run.First;
            sorted.Add(run);
        }

        if (sorted.Count == 0) return Empty;
        if (!ordered) sorted.Sort((a, b) => a.First.CompareTo(b.First));
        var kept = 0;
        for (var i = 1; i < sorted.Count; i++)
        {
            var (first, last) = sorted[i];
            if (first <= sorted[kept].Last + 1L) sorted[kept] = (sorted[kept].First, Math.Max(sorted[kept].Last, last));
            else sorted[++kept] = sorted[i];
        }

        return new([.. sorted[..(kept + 1)]]);
    }

    /// <summary>Whether an index is a member.</summary>
    public bool Contains(int index) => runs.Any(run => run.First <= index && index <= run.Last);

    /// <summary>Whether it is all of an axis.</summary>
    public bool Fills(int size) => runs is [(0, var last)] && last == size - 1;

    /// <summary>The members of either.</summary>
    public IndexSet Union(IndexSet other) => IsEmpty || other.Covers(this) ? other : other.IsEmpty || Covers(other) ? this : Of([.. runs, .. other.runs]);

    /// <summary>The members of both.</summary>
    public IndexSet Intersect(IndexSet other) => Of(
        from mine in runs from theirs in other.runs select (Math.Max(mine.First, theirs.First), Math.Min(mine.Last, theirs.Last)));

    /// <summary>The members that lie on an axis of that size.</summary>
    public IndexSet Clip(int size) => IsEmpty || (First >= 0 && Last < size) ? this : Of(runs.Select(run => (Math.Max(run.First, 0), Math.Min(run.Last, size - 1))));

    /// <summary>Every member moved by as much.</summary>
    public IndexSet Shift(int by) => by == 0 ? this : new(Array.ConvertAll(runs, run => (run.First + by, run.Last + by)));

    /// <summary>What each member stands for, together.</summary>
    public IndexSet Map(Func<int, int> target) => Of(this.Select(target).Select(index => (index, index)));

    /// <summary>The runs that each member stands for, together.</summary>
    public IndexSet Map(Func<int, (int First, int Last)> target) => Of(this.Select(target));

    /// <summary>Whether it is one run that holds all of another set.</summary>
    bool Covers(IndexSet other) => runs is [var (first, last)] && first <= other.First && other.Last <= last;

    /// <inheritdoc/>
    public bool Equals(IndexSet? other) => ReferenceEquals(this, other) || (other is not null && hash == other.hash && runs.AsSpan().SequenceEqual(other.runs));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IndexSet);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        foreach (var (first, last) in runs)
            for (var index = first; index <= last; index++) yield return index;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The runs, such as <c>0..6, 9</c>.</summary>
    public override string ToString() => IsEmpty ? "none" : string.Join(", ", runs.Select(run => run.First == run.Last ? $"{run.First}" : $"{run.First}..{run.Last}"));
}
