using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>Which input pixels Resize reads, in every mode and coordinate system; in float32, as runtimes compute it, so that ties fall alike.</summary>
static class ResizeField
{
    internal static Region? Of(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var axes = step.Node.Attributes.Ints("axes")?.Select(step.From.Axis).ToArray() ?? [.. Enumerable.Range(0, step.From.Rank)];
        var sizes = step.Node.Optional(3) is { Constant: { Length: > 0 } given } ? given.ToInts() : null;
        var scales = sizes is null ? step.Node.Known(2).To<float>() : [.. axes.Select((axis, i) => (float)sizes[i] / step.From[axis])];
        return axes.Index().Aggregate(step.At, (at, each) => at[each.Item] is not { } set || Kept(step, each.Item, scales[each.Index]) ? at
            : at.With(each.Item, Along(step, each.Item, scales[each.Index], set)));
    }

    static bool Kept(Step step, int axis, float scale) => scale == 1 && step.From[axis] == step.To[axis] && step.Node.Text("coordinate_transformation_mode") != "tf_crop_and_resize";

    static IndexSet? Along(Step step, int axis, float scale, IndexSet set)
    {
        if (step.Node.Text("coordinate_transformation_mode") == "tf_crop_and_resize" || scale is not (> 0 and < float.PositiveInfinity)) return step.All(axis);
        var last = step.From[axis] - 1;
        var taps = Taps(step, axis, scale);
        // Taps beyond a border read the border, unless they are excluded.
        if (step.Borders && !(step.Node.Flag("exclude_outside") && step.Node.Text("mode") == "cubic"))
            return set.Map(index => taps(index) is var (first, end) ? (Math.Clamp(first, 0, last), Math.Clamp(end, 0, last)) : default);
        return set.Map(taps);
    }

    static Func<int, (int First, int Last)> Taps(Step step, int axis, float scale)
    {
        var (node, last) = (step.Node, step.From[axis] - 1);
        var original = Coordinate(node.Text("coordinate_transformation_mode", or: "half_pixel"), step.From[axis], step.To[axis], scale);
        var mode = node.Text("mode", or: "nearest");
        if (mode == "nearest")
        {
            var round = Rounding(node.Text("nearest_mode", or: "round_prefer_floor"));
            return index => ((int)round(original(index)), (int)round(original(index)));
        }

        var radius = mode == "cubic" ? 2 : 1;
        if (node.Flag("antialias") && scale < 1)
            return index => ((int)MathF.Ceiling(original(index) - (radius / scale)), (int)MathF.Floor(original(index) + (radius / scale)));
        return index =>
        {
            var at = original(index);
            if (step.Borders && mode == "linear") at = Math.Clamp(at, 0, last);
            var floor = (int)MathF.Floor(at);
            // On a pixel's centre only that pixel has a weight.
            return at == floor ? (floor, floor) : (floor - radius + 1, floor + radius);
        };
    }

    static Func<float, float> Rounding(string mode) => mode switch
    {
        "floor" => MathF.Floor,
        "ceil" => MathF.Ceiling,
        "round_prefer_ceil" => at => MathF.Floor(at + 0.5f),
        _ => at => MathF.Ceiling(at - 0.5f),
    };

    /// <summary>Where in the input an output index lies.</summary>
    static Func<int, float> Coordinate(string mode, int from, int to, float scale) => mode switch
    {
        "asymmetric" => index => index / scale,
        "align_corners" => index => to == 1 ? 0 : index * (float)(from - 1) / (to - 1),
        "pytorch_half_pixel" => index => to == 1 ? 0 : ((index + 0.5f) / scale) - 0.5f,
        "tf_half_pixel_for_nn" => index => (index + 0.5f) / scale,
        "half_pixel_symmetric" => Symmetric(from, to, scale),
        _ => index => ((index + 0.5f) / scale) - 0.5f,
    };

    static Func<int, float> Symmetric(int from, int to, float scale)
    {
        var offset = from / 2f * (1 - (to / (scale * from)));
        return index => offset + ((index + 0.5f) / scale) - 0.5f;
    }
}
