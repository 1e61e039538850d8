using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>What each unit of a layer does in an image, in one pass over its activations: six numbers a unit, as <see cref="UnitSummary"/> names them.</summary>
/// <remarks>
/// The activations are groups of units; within a group those of one position are neighbours. A group of one is a plane (NCHW), one group of
/// all units is a list of tokens or a map with its channels last, and the runtime's own layout for convolutions has groups of a vector's width.
/// </remarks>
sealed class Summary : Kernel
{
    const int Lanes = 8;

    /// <summary>So many vectors of neighbours are looked at side by side, so that what memory brings at once is read at once.</summary>
    const int Most = 2;

    readonly int[] shape;
    readonly int positions, group, groups;

    Summary(KernelSettings settings)
    {
        shape = settings[OwnOperators.Shape];
        (positions, group, groups) = (settings["positions"][0], settings["group"][0], settings["groups"][0]);
    }

    internal static KernelDefinition Definition { get; } = new("Summary", Inputs: 1, settings => new Summary(settings));

    internal override void Compute(KernelRun run)
    {
        var (units, size) = (shape[2], positions * group);
        var (x, y) = (run.Input(0, shape[0] * groups * size), run.Output(shape));
        for (var image = 0; image < shape[0]; image++)
        {
            var table = y.Slice(image * units * UnitSummary.Numbers, units * UnitSummary.Numbers);

            // What the last group has beyond the layer's units is filling.
            for (var each = 0; each < groups; each++)
                Summarise(x.Slice(((image * groups) + each) * size, size), table, each * group, Math.Min(group, units - (each * group)));
        }
    }

    void Summarise(ReadOnlySpan<float> x, Span<float> table, int first, int units)
    {
        if (group == 1) Plane(x).Write(table, first);
        else if (group < Lanes) for (var unit = 0; unit < units; unit++) One(x, unit).Write(table, first + unit);
        else
        {
            Span<Seen> seen = stackalloc Seen[Math.Min(Most, group / Lanes)];
            for (var unit = 0; unit < units; unit += seen.Length * Lanes)
            {
                // The last vectors may begin within those before: the same is found twice.
                var start = Math.Min(unit, group - (seen.Length * Lanes));
                Seen.By(x[start..], positions, group, seen);
                for (var i = 0; i < seen.Length; i++) Write(seen[i], x, table, first, start + (i * Lanes), units);
            }
        }
    }

    void Write(Seen seen, ReadOnlySpan<float> x, Span<float> table, int first, int start, int units)
    {
        if (units - start >= Lanes && seen.AreFinite) seen.Write(table, first + start);
        else for (var lane = 0; lane < Lanes && start + lane < units; lane++)
            (seen.IsFinite(lane) ? seen.Of(lane, stride: 1) : One(x, start + lane)).Write(table, first + start + lane);
    }

    /// <summary>One unit's own plane: each lane sees every eighth position, and the lanes are compared at the end.</summary>
    UnitSummary Plane(ReadOnlySpan<float> plane)
    {
        var rounds = plane.Length / Lanes;
        if (rounds == 0) return One(plane, 0);
        Span<Seen> seen = stackalloc Seen[1];
        Seen.By(plane, rounds, Lanes, seen);
        if (!seen[0].AreFinite) return One(plane, 0);
        var result = UnitSummary.None;
        for (var lane = 0; lane < Lanes; lane++) result = result.And(seen[0].Of(lane, Lanes));
        for (var i = rounds * Lanes; i < plane.Length; i++) result = result.With(plane[i], i);
        return result;
    }

    /// <summary>One unit, number by number.</summary>
    UnitSummary One(ReadOnlySpan<float> x, int unit)
    {
        var result = UnitSummary.None;
        for (var position = 0; position < positions; position++) result = result.With(x[(position * group) + unit], position);
        return result;
    }

    /// <summary>What eight neighbours were found to do, position after position.</summary>
    struct Seen
    {
        /// <summary>So many positions are looked through for their highest and lowest first, and for where these are only if they are the highest or lowest so far.</summary>
        const int Block = 16;

        Vector256<float> highest, lowest, sum;
        Vector256<int> place, lowestPlace, positive;

        // The runtime would otherwise run the first many images with code that it has not optimised yet.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal static void By(ReadOnlySpan<float> x, int rounds, int stride, Span<Seen> seen)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, ((rounds - 1) * stride) + (seen.Length * Lanes));
            ref var first = ref MemoryMarshal.GetReference(x);
            foreach (ref var vector in seen) vector = new() { highest = Vector256.Create(float.NegativeInfinity), lowest = Vector256.Create(float.PositiveInfinity) };
            for (var start = 0; start < rounds; start += Block)
            {
                for (var i = 0; i < seen.Length; i++) seen[i].Look(ref Unsafe.Add(ref first, i * Lanes), start, Math.Min(start + Block, rounds), stride);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Look(ref float first, int start, int end, int stride)
        {
            var (top, bottom, above, all) = (highest, lowest, positive, sum);
            for (var round = start; round < end; round++)
            {
                var v = Vector256.LoadUnsafe(ref first, (nuint)(round * stride));
                (top, bottom) = (Vector256.MaxNative(top, v), Vector256.MinNative(bottom, v));
                above -= Vector256.GreaterThan(v, Vector256<float>.Zero).AsInt32();
                all += v;
            }

            (positive, sum) = (above, all);
            if (!Vector256.EqualsAll(top, highest) || !Vector256.EqualsAll(bottom, lowest)) Locate(ref first, start, end, stride);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Locate(ref float first, int start, int end, int stride)
        {
            var at = Vector256.Create(start);
            for (var round = start; round < end; round++)
            {
                var v = Vector256.LoadUnsafe(ref first, (nuint)(round * stride));
                var (above, below) = (Vector256.GreaterThan(v, highest), Vector256.LessThan(v, lowest));
                (highest, place) = (Vector256.ConditionalSelect(above, v, highest), Vector256.ConditionalSelect(above.AsInt32(), at, place));
                (lowest, lowestPlace) = (Vector256.ConditionalSelect(below, v, lowest), Vector256.ConditionalSelect(below.AsInt32(), at, lowestPlace));
                at += Vector256<int>.One;
            }
        }

        /// <summary>Whether every number was; a sum of finite numbers that is not finite is looked at again in vain, but rightly.</summary>
        internal readonly bool AreFinite => Vector256.EqualsAll(sum - sum, Vector256<float>.Zero);

        internal readonly bool IsFinite(int lane) => float.IsFinite(sum.GetElement(lane));

        internal readonly UnitSummary Of(int lane, int stride) => new(
            highest.GetElement(lane), Place(place.GetElement(lane), lane, stride), lowest.GetElement(lane), Place(lowestPlace.GetElement(lane), lane, stride), positive.GetElement(lane), 0);

        static int Place(int round, int lane, int stride) => stride == 1 ? round : (round * stride) + lane;

        /// <summary>Writes the summaries of eight units, as <see cref="UnitSummary.Write"/> does.</summary>
        internal readonly void Write(Span<float> table, int unit)
        {
            var units = table.Length / UnitSummary.Numbers;
            (highest + Vector256<float>.Zero).CopyTo(table[unit..]);
            Vector256.ConvertToSingle(place).CopyTo(table[(units + unit)..]);
            (lowest + Vector256<float>.Zero).CopyTo(table[((2 * units) + unit)..]);
            Vector256.ConvertToSingle(lowestPlace).CopyTo(table[((3 * units) + unit)..]);
            Vector256.ConvertToSingle(positive).CopyTo(table[((4 * units) + unit)..]);
            Vector256<float>.Zero.CopyTo(table[((5 * units) + unit)..]);
        }
    }
}
