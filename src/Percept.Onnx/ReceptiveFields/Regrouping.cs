using Percept.Onnx.Graphs;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>What a reshape does to sets of indices: axes are kept, merged or split within groups of equal product.</summary>
static class Regrouping
{
    /// <summary>More runs than these in one group are taken for all of it.</summary>
    const int MostRuns = 1 << 18;

    /// <summary>The part of a tensor that is part <paramref name="at"/> once it has another shape.</summary>
    internal static Region Of(Shape from, Shape to, Region at, bool borders)
    {
        if (from.Elements == 0) return Step.Whole(from, borders);
        var result = new IndexSet?[from.Rank];
        var (i, j) = (0, 0);
        while (i < from.Rank || j < to.Rank)
        {
            var (firstFrom, firstTo) = (i, j);
            long fromProduct = i < from.Rank ? from[i++] : 1, toProduct = j < to.Rank ? to[j++] : 1;
            while (fromProduct != toProduct)
                if (fromProduct < toProduct) fromProduct *= from[i++];
                else toProduct *= to[j++];

            var (sources, targets) = (Enumerable.Range(firstFrom, i - firstFrom), Enumerable.Range(firstTo, j - firstTo));
            Group([.. sources.Where(axis => from[axis] != 1)], [.. targets.Where(axis => to[axis] != 1)]);
            var followed = j == firstTo || targets.Any(axis => at[axis] is not null);
            foreach (var axis in sources.Where(axis => from[axis] == 1)) result[axis] = followed ? IndexSet.Of(0) : null;
        }

        return new(result);

        void Group(int[] sources, int[] targets)
        {
            if (targets.All(axis => at[axis] is null)) return;
            if (sources.Length == 1 && targets.Length == 1) result[sources[0]] = at[targets[0]];
            else if (Flat([.. targets.Select(axis => (to[axis], at[axis] ?? IndexSet.Range(0, to[axis] - 1)))]) is { } flat) Unfold(flat, sources);
            else foreach (var axis in sources) result[axis] = borders ? IndexSet.Range(0, from[axis] - 1) : null;
        }

        void Unfold(IndexSet flat, int[] sources)
        {
            var inner = 1;
            foreach (var axis in sources.Reverse())
            {
                // The outermost axis may run on without bound; the others wrap around.
                result[axis] = Digits(flat, inner, axis == sources[0] ? null : from[axis]);
                inner *= from[axis];
            }
        }
    }

    /// <summary>The places that a box of indices has in row-major order; null where they are too many to tell.</summary>
    static IndexSet? Flat(ReadOnlySpan<(int Size, IndexSet Set)> axes)
    {
        if (axes.Length == 0) return IndexSet.Of(0);
        var (flat, inner) = (axes[^1].Set, axes[^1].Size);
        for (var axis = axes.Length - 2; axis >= 0; axis--)
        {
            var (size, set) = axes[axis];
            var block = flat;
            if (block.Fills(inner)) flat = IndexSet.Of(set.Runs.Select(run => (run.First * inner, ((run.Last + 1) * inner) - 1)));
            else if ((long)set.Count * block.Runs.Count > MostRuns) return null;
            else flat = IndexSet.Of(from outer in set from run in block.Runs select ((outer * inner) + run.First, (outer * inner) + run.Last));
            inner *= size;
        }

        return flat;
    }

    static IndexSet Digits(IndexSet flat, int inner, int? size) => IndexSet.Of(flat.Runs.SelectMany<(int First, int Last), (int, int)>(run =>
    {
        var (first, last) = (Floor(run.First, inner), Floor(run.Last, inner));
        if (size is not { } n) return [(first, last)];
        if (last - first + 1 >= n) return [(0, n - 1)];
        var (low, high) = (first - (Floor(first, n) * n), last - (Floor(last, n) * n));
        return low <= high ? [(low, high)] : [(0, high), (low, n - 1)];
    }));

    static int Floor(int number, int divisor) => (number / divisor) - (number % divisor < 0 ? 1 : 0);
}
