using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>Y = α·A'·B' + β·C, where A' is A or Aᵀ, and B' is B or Bᵀ; so dA' = α·dY·B'ᵀ and dB' = α·A'ᵀ·dY.</remarks>
    internal static readonly Rule Gemm = new(
        (n, dY) => n.Flag("transA")
            ? Ops.Gemm(n[1], dY, n.Float("alpha", or: 1), transA: n.Flag("transB"), transB: true)
            : Ops.Gemm(dY, n[1], n.Float("alpha", or: 1), transA: false, transB: !n.Flag("transB")),
        (n, dY) => n.Flag("transB")
            ? Ops.Gemm(dY, n[0], n.Float("alpha", or: 1), transA: true, transB: n.Flag("transA"))
            : Ops.Gemm(n[0], dY, n.Float("alpha", or: 1), transA: !n.Flag("transA"), transB: false),
        (n, dY) => dY * n.Float("beta", or: 1));

    /// <remarks>dA = dY·Bᵀ and dB = Aᵀ·dY in the last two axes; a vector is a row on the left and a column on the right.</remarks>
    internal static readonly Rule MatMul = new(
        (n, dY) => Ops.TimesTransposed(Matrix(dY, n), Column(n[1])),
        (n, dY) =>
        {
            var (a, d) = (Row(n[0]), Matrix(dY, n));
            var dB = Ops.TransposedTimes(a, d, summed: n[1].Shape.Rank <= 2 && a.Shape.SkipLast(1).SequenceEqual(d.Shape.SkipLast(1)));
            return n[1].Shape.Rank == 1 ? dB.Reshape([.. dB.Shape.SkipLast(1)]) : dB;
        });

    static Value Row(Value a) => a.Shape.Rank == 1 ? a.Reshape([1, a.Shape[0]]) : a;

    static Value Column(Value b) => b.Shape.Rank == 1 ? b.Reshape([b.Shape[0], 1]) : b;

    static Value Matrix(Value dY, Node n)
    {
        var (rows, columns) = (Row(n[0]).Shape[-2], Column(n[1]).Shape[-1]);
        var batch = dY.Shape.Rank - (n[0].Shape.Rank == 1 ? 0 : 1) - (n[1].Shape.Rank == 1 ? 0 : 1);
        return dY.Reshape([.. dY.Shape.Take(batch), rows, columns]);
    }
}
