using Percept.Onnx.Graphs.Inference;

namespace Percept.Onnx.Reaches.Traces;

/// <summary>Reductions, normalisations and whatever else makes an element depend on all of some axes.</summary>
static class Mixing
{
    internal static Dictionary<string, Trace> Table { get; } = new(StringComparer.Ordinal)
    {
        ["GlobalAveragePool"] = Space,
        ["GlobalMaxPool"] = Space,
        ["GlobalLpPool"] = Space,
        ["ReduceL1"] = Reduce,
        ["ReduceL2"] = Reduce,
        ["ReduceLogSum"] = Reduce,
        ["ReduceLogSumExp"] = Reduce,
        ["ReduceMax"] = Reduce,
        ["ReduceMean"] = Reduce,
        ["ReduceMin"] = Reduce,
        ["ReduceProd"] = Reduce,
        ["ReduceSum"] = Reduce,
        ["ReduceSumSquare"] = Reduce,
        ["ArgMax"] = step => Reduced(step, [Axis(step)]),
        ["ArgMin"] = step => Reduced(step, [Axis(step)]),
        ["Softmax"] = Line,
        ["LogSoftmax"] = Line,
        ["Hardmax"] = Line,
        ["LpNormalization"] = Line,
        ["TopK"] = Line,
        ["CumSum"] = CumSum,
        ["LRN"] = LocalResponse,
        ["InstanceNormalization"] = Space,
        ["GroupNormalization"] = GroupNormalization,
        ["LayerNormalization"] = LayerNormalization,
        ["MeanVarianceNormalization"] = step => step.Mixed((step.Node.Attributes.Ints("axes") ?? [0, 2, 3]).Select(step.From.Axis).Contains),
    };

    static int Axis(Step step, int or = 0) => step.Node.X.Shape.Axis(step.Node.Int("axis", or));

    static Region Space(Step step) => step.Input == 0 ? step.Mixed(axis => axis >= 2) : step.Everything;

    static Region Line(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var along = Axis(step, or: -1);
        return step.Mixed(axis => axis == along);
    }

    static Region? Reduce(Step step) => step.Input == 0 ? Reduced(step, Reductions.AxesOf(step.Node)) : null;

    static Region Reduced(Step step, int[] axes)
    {
        if (step.Node.Flag("keepdims", or: true)) return step.Mixed(axes.Contains);
        var kept = new Queue<IndexSet?>(step.At.Axes);
        return new([.. step.From.Select((_, axis) => axes.Contains(axis) ? step.All(axis) : kept.Dequeue())]);
    }

    static Region LayerNormalization(Step step)
    {
        var first = Axis(step, or: -1);
        return step.Input == 0 ? step.Mixed(axis => axis >= first) : step.Everything;
    }

    static Region GroupNormalization(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var channels = step.From[1] / Math.Max(step.Node.Int("num_groups", or: 1), 1);
        return step.Mixed(axis => axis >= 2).With(1, step.At[1]?.Map(channel => (channel / channels * channels, (channel / channels * channels) + channels - 1)));
    }

    static Region LocalResponse(Step step)
    {
        var reach = step.Node.Int("size") - 1;
        return step.At.With(1, step.At[1]?.Map(channel => (channel - (reach / 2), channel + reach - (reach / 2))));
    }

    static Region CumSum(Step step)
    {
        if (step.Input > 0 || step.Node.Constant(1) is not { } named) return step.Everything;
        var axis = step.From.Axis(named.ToInts()[0]);
        var excluded = step.Node.Flag("exclusive") ? 1 : 0;
        return step.At.With(axis, step.At[axis] is not { } set ? null
            : step.Node.Flag("reverse") ? IndexSet.Range(set.First + excluded, step.From[axis] - 1) : IndexSet.Range(0, set.Last - excluded));
    }
}
