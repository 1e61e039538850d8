namespace Percept.Onnx.Reaches.Traces;

/// <summary>Operators that pick, join, pad or repeat elements: maps of indices.</summary>
static class Movement
{
    internal static Dictionary<string, Trace> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Concat"] = Concat,
        ["Split"] = Split,
        ["Slice"] = Slice,
        ["Pad"] = Pad,
        ["Tile"] = Tile,
        ["Gather"] = Gather,
        ["OneHot"] = OneHot,
    };

    static Region Concat(Step step)
    {
        var axis = step.To.Axis(step.Node.Int("axis"));
        return step.At.With(axis, step.At[axis]?.Shift(-step.Node.Inputs.Take(step.Input).Sum(input => input!.Shape[axis])));
    }

    static Region? Split(Step step)
    {
        if (step.Input > 0) return null;
        var axis = step.From.Axis(step.Node.Int("axis"));
        return step.At.With(axis, Taken(step, axis)?.Shift(step.Node.Outputs.Take(step.Output).Sum(part => part.Shape[axis])));
    }

    static Region? Slice(Step step)
    {
        if (step.Input > 0) return null;
        return new(Graphs.Inference.Movement.Taken(step.Node).Select((taken, axis) =>
            taken is (0, 1, var count) && count == step.From[axis] ? step.At[axis] : Taken(step, axis)?.Map(index => taken.Start + (index * taken.Step))));
    }

    static Region Pad(Step step)
    {
        if (step.Input > 0) return step.Everything;
        var (before, mode) = (Graphs.Inference.Movement.Widths(step.Node).Before, step.Node.Text("mode", or: "constant"));
        return new(step.At.Axes.Select((set, axis) => step.Borders ? set?.Map(index => Source(mode, index - before[axis], step.From[axis])) : set?.Shift(-before[axis])));
    }

    /// <summary>Which element a padded one repeats; one outside where it repeats none.</summary>
    static int Source(string mode, int index, int size) => mode switch
    {
        "edge" => Math.Clamp(index, 0, size - 1),
        "wrap" => ((index % size) + size) % size,
        "reflect" when size == 1 => 0,
        "reflect" when index < 0 => Source(mode, -index, size),
        "reflect" when index >= size => Source(mode, (2 * (size - 1)) - index, size),
        _ => index,
    };

    static Region Tile(Step step) => step.Input > 0 ? step.Everything
        : new(step.At.Axes.Select((set, axis) => step.To[axis] == step.From[axis] ? set : set?.Map(index => ((index % step.From[axis]) + step.From[axis]) % step.From[axis])));

    static Region Gather(Step step)
    {
        var (axis, indices) = (step.Node.X.Shape.Axis(step.Node.Int("axis")), step.Node[1]);
        var chosen = new Region(step.At.Axes.Skip(axis).Take(indices.Shape.Rank));
        if (step.Input == 1) return chosen;
        return new([.. step.At.Axes.Take(axis), Rows(), .. step.At.Axes.Skip(axis + indices.Shape.Rank)]);

        IndexSet? Rows()
        {
            if (indices.Constant is not { } constant || indices.Shape.Elements == 0) return step.All(axis);
            var (rows, size) = (constant.ToInts(), step.From[axis]);
            var places = Regrouping.Of([rows.Length], indices.Shape, new(chosen.Axes.Select((set, i) => set ?? Step.Whole(indices.Shape, step.Borders)[i])), step.Borders)[0];
            return places?.Map(place => (rows[Math.Clamp(place, 0, rows.Length - 1)] + size) % size);
        }
    }

    static Region OneHot(Step step)
    {
        var axis = step.Node.Int("axis", or: -1);
        if (axis < 0) axis += step.To.Rank;
        return step.Input == 0 ? new(step.At.Axes.Where((_, i) => i != axis)) : step.Everything;
    }

    /// <summary>What is asked for along an axis that only part of is taken from: never all of the input's, though the axis be not followed.</summary>
    static IndexSet? Taken(Step step, int axis) => step.At[axis] ?? (step.Borders ? IndexSet.Range(0, step.To[axis] - 1) : null);
}
