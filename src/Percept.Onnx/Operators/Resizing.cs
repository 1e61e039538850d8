using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Resize: another number of rows and columns, by repeating or interpolating.</summary>
static class Resizing
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Resize")
        {
            Infer = Resize,
            ReceptiveField = ResizeField.Of,
            Rule = new(Pullback),
            Traits = Traits.Upsampling,
            Note = "Along each axis a resize multiplies by a matrix that only depends on its settings; its adjoint multiplies by the transposed one.",
        },
    ];

    static IReadOnlyList<Shape?> Resize(Node node)
    {
        var shape = node.X.Shape;
        var axes = node.Attributes.Ints("axes")?.Select(shape.Axis).ToArray() ?? [.. Enumerable.Range(0, shape.Rank)];
        foreach (var input in new[] { node.Optional(2), node.Optional(3) })
            if (input?.Constant is { Length: > 0 } given && given.Length != axes.Length) throw new GraphException($"{given.Length} scales or sizes do not go with {axes.Length} axes.");
        if (node.Optional(3) is { } wanted && wanted.Shape.Elements > 0)
        {
            if (node.Optional(2) is { HasShape: true, Shape.Elements: > 0 }) throw new GraphException("it states both scales and sizes.");
            if (wanted.Constant is null) return [null];
            if (CommonScale(node) is { } scale) return [axes.Aggregate(shape, (sizes, axis) => sizes.With(axis, (int)MathF.Round(scale * shape[axis], MidpointRounding.AwayFromZero)))];
            return [axes.Zip(wanted.Constant.ToInts()).Aggregate(shape, (sizes, each) => sizes.With(each.First, each.Second))];
        }

        if (node.Optional(2)?.Constant is not { } scales) return [null];
        return [axes.Zip(scales.To<float>()).Aggregate(shape, (sizes, each) => sizes.With(each.First, (int)MathF.Floor(shape[each.First] * each.Second)))];
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

    static Value Pullback(Node n, Value dY)
    {
        var (x, y) = (n.X.Shape, n.Y.Shape);
        // Where all sizes stay, the runtime copies, whatever the scales.
        var crops = n.Text("coordinate_transformation_mode") == "tf_crop_and_resize";
        if (x.Equals(y) && !crops) return dY;
        var changes = x.Select((size, axis) => size != y[axis] || Interpolation.Scale(n, axis) != 1 || (crops && Interpolation.Resizes(n, axis))).ToArray();
        if (n.Flag("antialias"))
        {
            for (var axis = 0; axis < x.Rank; axis++)
                if (changes[axis]) dY = Ops.AlongAxis(dY, axis, OwnMatrix(n, axis));
            return dY;
        }

        var taps = x.Select((_, axis) => changes[axis] ? Interpolation.Taps(n, axis) : null).ToArray();
        if (x.Rank == 4 && taps[0] is null && taps[1] is null && taps.Skip(2).Select((rows, i) => (rows, i)).All(axis => axis.rows is not null && Repeats(axis.rows, x[axis.i + 2])))
            return Ops.SumTiles(dY, [y[2] / x[2], y[3] / x[3]]);
        for (var axis = 0; axis < taps.Length; axis++)
            if (taps[axis] is { } rows) dY = Ops.AlongAxis(dY, axis, Interpolation.Matrix(rows, x[axis]));
        return dY;
    }

    /// <summary>What the operator itself makes of the unit matrix along one axis, which the runtime folds: a row for each place.</summary>
    static Value OwnMatrix(Node n, int axis)
    {
        var (size, bySize) = (n.X.Shape[axis], n.Optional(3) is { Shape.Elements: > 0 } && CommonScale(n) is null);
        var unit = n.Graph.Constant(Ops.Picks(size, size, place => place).Reshape([1, 1, size, size]), "unit").Cast(n.X.Type);
        var resized = n.Graph.Emit("Resize", [
            unit, null,
            bySize ? null : n.Graph.Constant(Tensor.Of([4], 1, 1, Interpolation.Scale(n, axis), 1)),
            bySize ? n.X.Vector([1, 1, n.Y.Shape[axis], size]) : null], n.Attributes.Without("axes", "keep_aspect_ratio_policy"));
        return resized.Reshape([resized.Shape[2], size]);
    }

    /// <summary>Whether each element is only repeated, all as often.</summary>
    static bool Repeats((int Element, float Weight)[][] rows, int size) =>
        rows.Length % size == 0 && rows.Select((row, place) => row is [(var element, 1)] && element == place / (rows.Length / size)).All(same => same);
}
