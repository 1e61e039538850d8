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
        var size = positions * group;
        var (x, y) = (run.Input(0, shape[0] * groups * size), run.Output(shape));
        for (var image = 0; image < shape[0]; image++)
        {
            var results = y.Slice(image * shape[1] * UnitSummary.Numbers, shape[1] * UnitSummary.Numbers);
            for (var each = 0; each < groups; each++)
            {
                // What the last group has beyond the layer's units is filling.
                var units = Math.Min(group, shape[1] - (each * group));
                Summarise(x.Slice(((image * groups) + each) * size, size), results.Slice(each * group * UnitSummary.Numbers, units * UnitSummary.Numbers), units);
            }
        }
    }

    void Summarise(ReadOnlySpan<float> x, Span<float> results, int units)
    {
        if (group == 1) Plane(x).Write(results);
        else if (group < Lanes) for (var unit = 0; unit < units; unit++) One(x, unit).Write(results[(unit * UnitSummary.Numbers)..]);
        else
        {
            for (var unit = 0; unit < units; unit += Lanes)
            {
                // The last vector may begin within the one before: the same is found twice.
                var first = Math.Min(unit, group - Lanes);
                var seen = Seen.By(x[first..], positions, group);
                for (var lane = 0; lane < Lanes && first + lane < units; lane++)
                    (seen.IsFinite(lane) ? seen.Of(lane, stride: 1) : One(x, first + lane)).Write(results[((first + lane) * UnitSummary.Numbers)..]);
            }
        }
    }

    /// <summary>One unit's own plane: each lane sees every sixteenth position, and the lanes are compared at the end.</summary>
    UnitSummary Plane(ReadOnlySpan<float> plane)
    {
        var rounds = plane.Length / Lanes;
        if (rounds == 0) return One(plane, 0);
        var seen = Seen.By(plane, rounds, Lanes);
        var result = UnitSummary.None;
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (!seen.IsFinite(lane)) return One(plane, 0);
            result = result.And(seen.Of(lane, Lanes));
        }

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
    readonly ref struct Seen(Vector512<float> highest, Vector512<int> place, Vector512<float> lowest, Vector512<int> lowestPlace, Vector512<int> positive, Vector512<float> sum)
    {
        internal static Seen By(ReadOnlySpan<float> x, int rounds, int stride)
        {
            var (highest, lowest) = (Vector512.Create(float.NegativeInfinity), Vector512.Create(float.PositiveInfinity));
            var (place, lowestPlace, positive, at) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
            var sum = Vector512<float>.Zero;
            for (var round = 0; round < rounds; round++)
            {
                var v = Vector512.Create(x.Slice(round * stride, Lanes));
                var (above, below) = (Vector512.GreaterThan(v, highest), Vector512.LessThan(v, lowest));
                (highest, place) = (Vector512.ConditionalSelect(above, v, highest), Vector512.ConditionalSelect(above.AsInt32(), at, place));
                (lowest, lowestPlace) = (Vector512.ConditionalSelect(below, v, lowest), Vector512.ConditionalSelect(below.AsInt32(), at, lowestPlace));
                positive -= Vector512.GreaterThan(v, Vector512<float>.Zero).AsInt32();
                sum += v;
                at += Vector512<int>.One;
            }

            return new(highest, place, lowest, lowestPlace, positive, sum);
        }

        /// <summary>Whether every number was; a sum of finite numbers that is not finite is looked at again in vain, but rightly.</summary>
        internal bool IsFinite(int lane) => float.IsFinite(sum.GetElement(lane));

        internal UnitSummary Of(int lane, int stride) => new(
            highest.GetElement(lane), Place(place.GetElement(lane), lane, stride), lowest.GetElement(lane), Place(lowestPlace.GetElement(lane), lane, stride), positive.GetElement(lane), 0);

        static int Place(int round, int lane, int stride) => stride == 1 ? round : (round * stride) + lane;
    }
}
