namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>Along each axis a resize multiplies by a matrix that only depends on its settings; its adjoint multiplies by the transposed one.</remarks>
    internal static readonly Rule Resize = new((n, dY) =>
    {
        var (x, y) = (n.X.Shape, n.Y.Shape);
        var taps = x.Select((size, axis) => size == y[axis] && n.Text("coordinate_transformation_mode") != "tf_crop_and_resize" ? null : Interpolation.Taps(n, axis)).ToArray();
        if (x.Rank == 4 && taps[0] is null && taps[1] is null && taps.Skip(2).Select((rows, i) => (rows, i)).All(axis => axis.rows is not null && Repeats(axis.rows, x[axis.i + 2])))
            return Ops.SumTiles(dY, [y[2] / x[2], y[3] / x[3]]);
        for (var axis = 0; axis < taps.Length; axis++)
            if (taps[axis] is { } rows) dY = Ops.AlongAxis(dY, axis, Interpolation.Matrix(rows, x[axis]));
        return dY;
    });

    /// <summary>Whether each element is only repeated, all as often.</summary>
    static bool Repeats((int Element, float Weight)[][] rows, int size) =>
        rows.Length % size == 0 && rows.Select((row, place) => row is [(var element, 1)] && element == place / (rows.Length / size)).All(same => same);
}
