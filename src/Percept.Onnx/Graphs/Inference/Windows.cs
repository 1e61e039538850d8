namespace Percept.Onnx.Graphs.Inference;

/// <summary>Convolutions, pools, and what else slides a window over the spatial axes.</summary>
static class Windows
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTranspose,
        ["MaxPool"] = node => [Pool(node), Pool(node) with { Element = ElementType.Int64 }],
        ["AveragePool"] = node => [Pool(node)],
        ["LpPool"] = node => [Pool(node)],
        ["GlobalAveragePool"] = Global,
        ["GlobalMaxPool"] = Global,
        ["GlobalLpPool"] = Global,
        ["MaxUnpool"] = MaxUnpool,
        ["Resize"] = Resize,
        ["GridSample"] = node => [new(node.X.Type, [node.X.Shape[0], node.X.Shape[1], .. node[1].Shape.Skip(1).SkipLast(1)])],
        ["RoiAlign"] = node => [new(node.X.Type, [node[1].Shape[0], node.X.Shape[1], node.Int("output_height", or: 1), node.Int("output_width", or: 1)])],
    };

    static IReadOnlyList<TensorType> Conv(Node node)
    {
        var (x, w, window) = (node.X.Shape, node[1].Shape, node.Window());
        if (w.Rank != x.Rank) throw new GraphException($"weights of shape {w} do not go with {x.Rank} axes.");
        if (window.Group <= 0 || x[1] != w[1] * window.Group || w[0] % window.Group != 0)
            throw new GraphException($"weights of shape {w} in {window.Group} group(s) do not go with {x[1]} channels.");
        if (node.Optional(2) is { } bias && (bias.Shape.Rank != 1 || bias.Shape[0] != w[0])) throw new GraphException($"a bias of shape {bias.Shape} does not go with {w[0]} filters.");
        return [new(node.X.Type, [x[0], w[0], .. window.OutputSizes(x)])];
    }

    static IReadOnlyList<TensorType> ConvTranspose(Node node)
    {
        var (x, w, window) = (node.X.Shape, node[1].Shape, node.TransposedWindow());
        if (w.Rank != x.Rank || x[1] != w[0] || window.Group <= 0 || x[1] % window.Group != 0) throw new GraphException($"weights of shape {w} do not go with {x[1]} channels in {window.Group} group(s).");
        var sizes = Enumerable.Range(0, window.Rank).Select(i =>
            (window.Strides[i] * (x[i + 2] - 1)) + window.OutputPadding[i] + window.Extent(i) - window.Before[i] - window.After[i]);
        return [new(node.X.Type, [x[0], w[1] * window.Group, .. sizes])];
    }

    static IReadOnlyList<TensorType> MaxUnpool(Node node)
    {
        if (node.Optional(2) is { } shape) return [new(node.X.Type, shape.Constant is { } sizes ? Shape.Of(sizes.To<long>()) : null)];
        var (x, window) = (node.X.Shape, node.Window());
        return [new(node.X.Type, [x[0], x[1], .. window.Kernel.Select((size, axis) => (window.Strides[axis] * (x[axis + 2] - 1)) + size - window.Before[axis] - window.After[axis])])];
    }

    static TensorType Pool(Node node)
    {
        var window = node.Window();
        if (Enumerable.Range(0, window.Rank).Any(axis => Math.Max(window.Before[axis], window.After[axis]) >= window.Kernel[axis])) throw new GraphException("its pads must be smaller than its kernel, or some windows would see nothing.");
        return new(node.X.Type, [node.X.Shape[0], node.X.Shape[1], .. window.OutputSizes(node.X.Shape)]);
    }

    static IReadOnlyList<TensorType> Global(Node node) => [new(node.X.Type, [.. node.X.Shape.Select((size, axis) => axis < 2 ? size : 1)])];

    static IReadOnlyList<TensorType> Resize(Node node)
    {
        var shape = node.X.Shape;
        var axes = node.Attributes.Ints("axes")?.Select(shape.Axis).ToArray() ?? [.. Enumerable.Range(0, shape.Rank)];
        foreach (var input in new[] { node.Optional(2), node.Optional(3) })
            if (input?.Constant is { Length: > 0 } given && given.Length != axes.Length) throw new GraphException($"{given.Length} scales or sizes do not go with {axes.Length} axes.");
        if (node.Optional(3) is { } wanted && wanted.Shape.Elements > 0)
        {
            if (node.Optional(2) is { HasShape: true, Shape.Elements: > 0 }) throw new GraphException("it states both scales and sizes.");
            if (wanted.Constant is null) return [new(node.X.Type, null)];
            if (CommonScale(node) is { } scale) return [new(node.X.Type, axes.Aggregate(shape, (sizes, axis) => sizes.With(axis, (int)MathF.Round(scale * shape[axis], MidpointRounding.AwayFromZero))))];
            return [new(node.X.Type, axes.Zip(wanted.Constant.ToInts()).Aggregate(shape, (sizes, each) => sizes.With(each.First, each.Second)))];
        }

        if (node.Optional(2)?.Constant is not { } scales) return [new(node.X.Type, null)];
        return [new(node.X.Type, axes.Zip(scales.To<float>()).Aggregate(shape, (sizes, each) => sizes.With(each.First, (int)MathF.Floor(shape[each.First] * each.Second))))];
    }

    /// <summary>The one factor by which a Resize that keeps proportions changes its axes; null where each has its own.</summary>
    internal static float? CommonScale(Node node)
    {
        var policy = node.Text("keep_aspect_ratio_policy", or: "stretch");
        if (policy == "stretch" || node.Constant(3) is not { Length: > 0 } wanted) return null;
        var axes = node.Attributes.Ints("axes") ?? [.. Enumerable.Range(0, node.X.Shape.Rank)];
        var scales = axes.Zip(wanted.ToInts(), (axis, size) => (float)size / node.X.Shape[axis]);
        return policy == "not_larger" ? scales.Min() : policy == "not_smaller" ? scales.Max() : throw new GraphException($"its keep_aspect_ratio_policy is '{policy}', which does not exist.");
    }
}
