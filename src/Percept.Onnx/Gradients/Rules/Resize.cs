using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Inference;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>Along each axis a resize multiplies by a matrix that only depends on its settings; its adjoint multiplies by the transposed one.</remarks>
    internal static readonly Rule Resize = new((n, dY) =>
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
    });

    /// <summary>What the operator itself makes of the unit matrix along one axis, which the runtime folds: a row for each place.</summary>
    static Value OwnMatrix(Node n, int axis)
    {
        var (size, bySize) = (n.X.Shape[axis], n.Optional(3) is { Shape.Elements: > 0 } && Windows.CommonScale(n) is null);
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
