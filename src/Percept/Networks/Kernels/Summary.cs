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
    const int Lanes = 16;

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
            for (var unit = 0; unit < units; unit += Lanes)
            {
                // The last vector may begin within the one before: the same is found twice.
                var start = Math.Min(unit, group - Lanes);
                var seen = Seen.By(x[start..], positions, group);
                if (units - start >= Lanes && seen.AreFinite) seen.Write(table, first + start);
                else for (var lane = 0; lane < Lanes && start + lane < units; lane++)
                    (seen.IsFinite(lane) ? seen.Of(lane, stride: 1) : One(x, start + lane)).Write(table, first + start + lane);
            }
        }
    }

    /// <summary>One unit's own plane: each lane sees every sixteenth position, and the lanes are compared at the end.</summary>
    UnitSummary Plane(ReadOnlySpan<float> plane)
    {
        var rounds = plane.Length / Lanes;
        if (rounds == 0) return One(plane, 0);
        var seen = Seen.By(plane, rounds, Lanes);
        if (!seen.AreFinite) return One(plane, 0);
        var result = UnitSummary.None;
        for (var lane = 0; lane < Lanes; lane++) result = result.And(seen.Of(lane, Lanes));
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

    /// <summary>What sixteen neighbours were found to do, position after position.</summary>
    ref struct Seen
    {
        /// <summary>So many positions are looked through for their highest and lowest first, and for where these are only if they are the highest or lowest so far.</summary>
        const int Block = 16;

        Vector512<float> highest, lowest, sum;
        Vector512<int> place, lowestPlace, positive;

        // The runtime would otherwise run the first many images with code that it has not optimised yet.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal static Seen By(ReadOnlySpan<float> x, int rounds, int stride)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, ((rounds - 1) * stride) + Lanes);
            ref var first = ref MemoryMarshal.GetReference(x);
            var (highest, lowest, sum) = (Vector512.Create(float.NegativeInfinity), Vector512.Create(float.PositiveInfinity), Vector512<float>.Zero);
            var (place, lowestPlace, positive) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
            for (var start = 0; start < rounds; start += Block)
            {
                var end = Math.Min(start + Block, rounds);
                var (top, bottom) = (highest, lowest);
                for (var round = start; round < end; round++)
                {
                    var v = Vector512.LoadUnsafe(ref first, (nuint)(round * stride));
                    (top, bottom) = (Vector512.MaxNative(top, v), Vector512.MinNative(bottom, v));
                    positive -= Vector512.GreaterThan(v, Vector512<float>.Zero).AsInt32();
                    sum += v;
                }

                if (Vector512.EqualsAll(top, highest) && Vector512.EqualsAll(bottom, lowest)) continue;
                var at = Vector512.Create(start);
                for (var round = start; round < end; round++)
                {
                    var v = Vector512.LoadUnsafe(ref first, (nuint)(round * stride));
                    var (above, below) = (Vector512.GreaterThan(v, highest), Vector512.LessThan(v, lowest));
                    (highest, place) = (Vector512.ConditionalSelect(above, v, highest), Vector512.ConditionalSelect(above.AsInt32(), at, place));
                    (lowest, lowestPlace) = (Vector512.ConditionalSelect(below, v, lowest), Vector512.ConditionalSelect(below.AsInt32(), at, lowestPlace));
                    at += Vector512<int>.One;
                }
            }

            return new() { highest = highest, lowest = lowest, sum = sum, place = place, lowestPlace = lowestPlace, positive = positive };
        }

        /// <summary>Whether every number was; a sum of finite numbers that is not finite is looked at again in vain, but rightly.</summary>
        internal readonly bool AreFinite => Vector512.EqualsAll(sum - sum, Vector512<float>.Zero);

        internal readonly bool IsFinite(int lane) => float.IsFinite(sum.GetElement(lane));

        internal readonly UnitSummary Of(int lane, int stride) => new(
            highest.GetElement(lane), Place(place.GetElement(lane), lane, stride), lowest.GetElement(lane), Place(lowestPlace.GetElement(lane), lane, stride), positive.GetElement(lane), 0);

        static int Place(int round, int lane, int stride) => stride == 1 ? round : (round * stride) + lane;

        /// <summary>Writes the summaries of sixteen units, as <see cref="UnitSummary.Write"/> does.</summary>
        internal readonly void Write(Span<float> table, int unit)
        {
            var units = table.Length / UnitSummary.Numbers;
            (highest + Vector512<float>.Zero).CopyTo(table[unit..]);
            Vector512.ConvertToSingle(place).CopyTo(table[(units + unit)..]);
            (lowest + Vector512<float>.Zero).CopyTo(table[((2 * units) + unit)..]);
            Vector512.ConvertToSingle(lowestPlace).CopyTo(table[((3 * units) + unit)..]);
            Vector512.ConvertToSingle(positive).CopyTo(table[((4 * units) + unit)..]);
            Vector512<float>.Zero.CopyTo(table[((5 * units) + unit)..]);
        }
    }
}
