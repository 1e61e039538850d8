using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Forms;

static partial class Ops
{
    internal static Value Gemm(Value a, Value b, float alpha, bool transA, bool transB) => a.Graph.Emit("Gemm", [a, b], new()
    {
        ["alpha"] = alpha,
        ["transA"] = transA ? 1 : 0,
        ["transB"] = transB ? 1 : 0,
    });

    /// <summary>a·bᵀ in the last two axes.</summary>
    /// <remarks>By a matrix it is one product of all rows, and Gemm transposes the matrix while it packs it.</remarks>
    internal static Value TimesTransposed(Value a, Value b) => b.Shape.Rank == 2
        ? Gemm(Rows(a), b, 1, transA: false, transB: true).Reshape([.. a.Shape.SkipLast(1), b.Shape[0]])
        : a.MatMul(b.Transposed());

    /// <summary>aᵀ·b in the last two axes, summed over the axes before them where <paramref name="summed"/> says so.</summary>
    internal static Value TransposedTimes(Value a, Value b, bool summed) => summed
        ? Gemm(Rows(a), Rows(b), 1, transA: true, transB: false)
        : a.Transposed().MatMul(b);

    /// <summary>Multiplies the lines along one axis by a constant matrix with as many rows as the axis has elements.</summary>
    internal static Value AlongAxis(Value x, int axis, Tensor matrix) => AlongAxis(x, axis, x.Graph.Constant(matrix, "matrix").Cast(x.Type));

    /// <summary>The same with a matrix that the graph computes.</summary>
    internal static Value AlongAxis(Value x, int axis, Value m)
    {
        axis = x.Shape.Axis(axis);
        return axis == x.Shape.Rank - 1 ? x.MatMul(m)
            : axis == x.Shape.Rank - 2 ? m.Transposed().MatMul(x)
            : x.Swap(axis, -1).MatMul(m).Swap(axis, -1);
    }

    /// <summary>The product over some axes, which end as one axis of size 1 behind the others.</summary>
    internal static Value Product(Value x, int[] axes)
    {
        int[] kept = [.. Enumerable.Range(0, x.Shape.Rank).Except(axes)];
        var line = x.Transpose([.. kept, .. axes]).Reshape([.. kept.Select(axis => x.Shape[axis]), axes.Aggregate(1, (size, axis) => size * x.Shape[axis])]);
        while (line.Shape[-1] > 1)
        {
            var (last, half) = (line.Shape.Rank - 1, (line.Shape[-1] + 1) / 2);
            var none = new int[last];
            if (line.Shape[-1] % 2 == 1) line = line.Pad([.. none, 0], [.. none, 1], 1);
            line = line.Slice(last, 0, half) * line.Slice(last, half, 2 * half);
        }

        return line;
    }

    static Value Rows(Value a) => a.Reshape([a.Shape.Product(0, a.Shape.Rank - 1), a.Shape[-1]]);
}
