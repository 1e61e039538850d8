namespace Percept.Onnx.Graphs.Inference;

/// <summary>Operators that pick, join, pad or repeat elements.</summary>
static class Movement
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Concat"] = Concat,
        ["Split"] = Split,
        ["Slice"] = Slice,
        ["Pad"] = Pad,
        ["Expand"] = node => [new(node.X.Type, node[1].Constant is { } shape ? Shape.Broadcast(node.X.Shape, Shape.Of(shape.To<long>())) : null)],
        ["Tile"] = node => [new(node.X.Type, node[1].Constant is { } repeats ? repeats.Length != node.X.Shape.Rank ? throw new GraphException($"{repeats.Length} repeats do not go with its axes.") : [.. node.X.Shape.Zip(repeats.ToInts(), (size, times) => checked(size * times))] : null)],
        ["Gather"] = Gather,
        ["GatherElements"] = node => [new(node.X.Type, node[1].Shape)],
        ["GatherND"] = GatherND,
        ["ScatterElements"] = ScatterElements,
        ["ScatterND"] = node => [node.X.TensorType],
        ["ReverseSequence"] = node => [node.X.TensorType],
        ["TopK"] = TopK,
    };

    const int MostParts = 1 << 16;

    /// <summary>For each axis of a Slice: the first index, the step, and how many are taken.</summary>
    internal static (int Start, int Step, int Count)[] Taken(Node node)
    {
        var shape = node.X.Shape;
        var taken = shape.Select(size => (0, 1, size)).ToArray();
        var (starts, ends) = (node.Constant(1)!.To<long>(), node.Constant(2)!.To<long>());
        var axes = node.Constant(3)?.ToInts() ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = node.Constant(4)?.ToInts() ?? [.. Enumerable.Repeat(1, starts.Length)];
        for (var i = 0; i < starts.Length; i++)
        {
            var (axis, step) = (shape.Axis(axes[i]), steps[i]);
            if (step == 0) throw new GraphException("a step of 0 never ends.");
            long size = shape[axis];
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], step > 0 ? 0 : -1, step > 0 ? size : size - 1);
            var count = Math.Max(step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step, 0);
            taken[axis] = ((int)start, step, (int)count);
        }

        return taken;
    }

    /// <summary>The widths a Pad adds before and after each axis; negative ones crop.</summary>
    internal static (int[] Before, int[] After) Widths(Node node)
    {
        var (rank, pads) = (node.X.Shape.Rank, node.Constant(1)!.ToInts());
        var axes = Reshaping.Axes(node, 3, rank) ?? [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length) throw new GraphException($"{pads.Length} pads do not go with {axes.Length} axes.");
        var (before, after) = (new int[rank], new int[rank]);
        for (var i = 0; i < axes.Length; i++) (before[axes[i]], after[axes[i]]) = (pads[i], pads[i + axes.Length]);
        return (before, after);
    }

    /// <summary>The sizes of a Split's parts.</summary>
    internal static int[] Parts(Node node, int outputs)
    {
        if (node.Constant(1)?.ToInts() is { } given) return given;
        var size = node.X.Shape[node.Int("axis")];
        var count = node.Int("num_outputs", or: outputs);
        if (count <= 0 || count > MostParts) throw new GraphException($"it cannot be split into {count} parts.");
        var part = (size + count - 1) / count;
        return [.. Enumerable.Range(0, count).Select(i => Math.Max(Math.Min(part, size - (i * part)), 0))];
    }

    static IReadOnlyList<TensorType> Concat(Node node)
    {
        var shape = node.X.Shape;
        var axis = shape.Axis(node.Int("axis"));
        foreach (var input in node.Inputs)
            if (input!.Shape.Rank != shape.Rank || !input.Shape.With(axis, 0).Equals(shape.With(axis, 0))) throw new GraphException($"they differ in more than axis {axis}.");
        return [new(node.X.Type, shape.With(axis, node.Inputs.Sum(input => input!.Shape[axis])))];
    }

    static IReadOnlyList<TensorType> Split(Node node)
    {
        var axis = node.X.Shape.Axis(node.Int("axis"));
        var parts = Parts(node, node.Int("num_outputs"));
        if (parts.Sum() != node.X.Shape[axis]) throw new GraphException($"its parts {string.Join(", ", parts)} do not add up to {node.X.Shape[axis]}.");
        return [.. parts.Select(part => new TensorType(node.X.Type, node.X.Shape.With(axis, part)))];
    }

    static IReadOnlyList<TensorType> Slice(Node node) =>
        node.Inputs.Skip(1).Any(input => input is { Constant: null }) ? [new(node.X.Type, null)]
        : [new(node.X.Type, [.. Taken(node).Select(axis => axis.Count)])];

    static IReadOnlyList<TensorType> Pad(Node node)
    {
        if (node[1].Constant is null) return [new(node.X.Type, null)];
        var (before, after) = Widths(node);
        if (node.Text("mode") == "reflect" && node.X.Shape.Where((size, axis) => Math.Max(before[axis], after[axis]) > 0 && size + Math.Min(before[axis], 0) + Math.Min(after[axis], 0) < 2).Any())
            throw new GraphException("an axis of one element has nothing to be mirrored at.");
        return [new(node.X.Type, [.. node.X.Shape.Select((size, axis) => size + before[axis] + after[axis])])];
    }

    static IReadOnlyList<TensorType> Gather(Node node)
    {
        var axis = node.X.Shape.Axis(node.Int("axis"));
        return [new(node.X.Type, [.. node.X.Shape.Take(axis), .. node[1].Shape, .. node.X.Shape.Skip(axis + 1)])];
    }

    static IReadOnlyList<TensorType> GatherND(Node node)
    {
        var (x, at, batch) = (node.X.Shape, node[1].Shape, node.Int("batch_dims"));
        return [new(node.X.Type, [.. at.SkipLast(1), .. x.Skip(batch + at[-1])])];
    }

    static IReadOnlyList<TensorType> ScatterElements(Node node)
    {
        node.X.Shape.Axis(node.Int("axis"));
        if (node[1].Shape.Rank != node.X.Shape.Rank || !node[1].Shape.Equals(node[2].Shape)) throw new GraphException("its data, indices and updates do not have the same axes.");
        return [node.X.TensorType];
    }

    static IReadOnlyList<TensorType> TopK(Node node)
    {
        if (node[1].Shape is not { Rank: 1, Elements: 1 }) throw new GraphException("its K must be one number in a vector.");
        if (node[1].Constant is not { } k) return [new(node.X.Type, null), new(ElementType.Int64, null)];
        var shape = node.X.Shape.With(node.Int("axis", or: -1), k.ToInts()[0]);
        return [new(node.X.Type, shape), new(ElementType.Int64, shape)];
    }
}
