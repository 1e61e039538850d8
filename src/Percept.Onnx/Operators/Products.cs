using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>Matrix products.</summary>
static class Products
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("MatMul")
        {
            Infer = node => [MatMulShape(node[0].Shape, node[1].Shape)],
            ReceptiveField = MatMulField,
            Rule = new(
                (n, dY) => Ops.TimesTransposed(Matrix(dY, n), Column(n[1])),
                (n, dY) =>
                {
                    var (a, d) = (Row(n[0]), Matrix(dY, n));
                    var dB = Ops.TransposedTimes(a, d, summed: n[1].Shape.Rank <= 2 && a.Shape.SkipLast(1).SequenceEqual(d.Shape.SkipLast(1)));
                    return n[1].Shape.Rank == 1 ? dB.Reshape([.. dB.Shape.SkipLast(1)]) : dB;
                }),
            Parameters = [ParameterRole.Weight, ParameterRole.Weight],
            Traits = Traits.Weighted | Traits.Product,
            Note = "dA = dY·Bᵀ and dB = Aᵀ·dY in the last two axes; a vector is a row on the left and a column on the right.",
        },
        new("Gemm")
        {
            Infer = Gemm,
            ReceptiveField = GemmField,
            Rule = new(
                (n, dY) => n.Flag("transA")
                    ? Ops.Gemm(n[1], dY, n.Float("alpha", or: 1), transA: n.Flag("transB"), transB: true)
                    : Ops.Gemm(dY, n[1], n.Float("alpha", or: 1), transA: false, transB: !n.Flag("transB")),
                (n, dY) => n.Flag("transB")
                    ? Ops.Gemm(dY, n[0], n.Float("alpha", or: 1), transA: true, transB: n.Flag("transA"))
                    : Ops.Gemm(n[0], dY, n.Float("alpha", or: 1), transA: !n.Flag("transA"), transB: false),
                (n, dY) => dY * n.Float("beta", or: 1)),
            Parameters = [null, ParameterRole.Weight, ParameterRole.Bias],
            Traits = Traits.Weighted | Traits.Product,
            Note = "Y = α·A'·B' + β·C, where A' is A or Aᵀ, and B' is B or Bᵀ; so dA' = α·dY·B'ᵀ and dB' = α·A'ᵀ·dY.",
        },
        new("Einsum")
        {
            Infer = node => [EinsumEquation.Of(node) is var equation ? [.. equation.Output.Select(letter => equation.Size(node, letter))] : null],
            ReceptiveField = EinsumField,
            Rule = Rule.ForEveryInput(EinsumPullback),
            Traits = Traits.Product,
            Note = "Linear in each operand: dY and the other operands trade places with it. Axes that only it has, and which were summed, get the same everywhere.",
        },
        new("MatMulInteger") { Type = Types.Always(ElementType.Int32), Infer = node => [MatMulShape(node[0].Shape, node[1].Shape)] },
        new("QLinearMatMul") { Type = Types.Of(input: 7), Infer = node => [MatMulShape(node[0].Shape, node[3].Shape)] },
        new("Det") { Infer = node => [[.. node.X.Shape.SkipLast(2)]] },
    ];

    internal static Shape MatMulShape(Shape a, Shape b)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new GraphException("a scalar has no matrix product.");
        Shape left = a.Rank == 1 ? [1, a[0]] : a, right = b.Rank == 1 ? [b[0], 1] : b;
        if (left[-1] != right[-2]) throw new GraphException($"the inner sizes {left[-1]} and {right[-2]} differ.");
        var batch = Shape.Broadcast([.. left.SkipLast(2)], [.. right.SkipLast(2)]);
        return [.. batch, .. a.Rank == 1 ? (int[])[] : [left[-2]], .. b.Rank == 1 ? (int[])[] : [right[-1]]];
    }

    static IReadOnlyList<Shape?> Gemm(Node node)
    {
        var (a, b) = (node[0].Shape, node[1].Shape);
        if (a.Rank != 2 || b.Rank != 2) throw new GraphException("both must be matrices.");
        var (m, k) = node.Flag("transA") ? (a[1], a[0]) : (a[0], a[1]);
        var (inner, n) = node.Flag("transB") ? (b[1], b[0]) : (b[0], b[1]);
        if (k != inner) throw new GraphException($"the inner sizes {k} and {inner} differ.");
        if (node.Optional(2) is { } c && !c.Shape.BroadcastsTo([m, n])) throw new GraphException($"a summand of shape {c.Shape} does not go with {m}x{n}.");
        return [[m, n]];
    }

    static Region MatMulField(Step step)
    {
        if (step.From.Rank == 1) return step.Everything;
        var other = step.Node[1 - step.Input].Shape.Rank;
        var (row, column) = (step.From.Rank - 2, step.From.Rank - 1);
        // A vector on the other side has no axis in the result.
        var batch = step.To.Rank - (other == 1 ? 1 : 2);
        return new(step.From.Select((size, axis) =>
            axis == (step.Input == 0 ? column : row) ? step.All(axis)
            : axis == row ? step.At[batch]
            : axis == column ? step.At[step.To.Rank - 1]
            : step.At[batch - row + axis] is { } set && size == 1 && step.To[batch - row + axis] != 1 ? IndexSet.Of(0) : step.At[batch - row + axis]));
    }

    static Region EinsumField(Step step)
    {
        var equation = EinsumEquation.Of(step.Node);
        return new(equation.Operands[step.Input].Select((letter, axis) => equation.Output.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at
            ? step.At[at] is not null && step.From[axis] == 1 && step.To[at] != 1 ? IndexSet.Of(0) : step.At[at] : step.All(axis)));
    }

    static Region GemmField(Step step) => step.Input switch
    {
        0 => step.Node.Flag("transA") ? new([step.All(0), step.At[0]]) : new([step.At[0], step.All(1)]),
        1 => step.Node.Flag("transB") ? new([step.At[1], step.All(1)]) : new([step.All(0), step.At[1]]),
        _ => Elementwise.Broadcast(step),
    };

    static Value Row(Value a) => a.Shape.Rank == 1 ? a.Reshape([1, a.Shape[0]]) : a;

    static Value Column(Value b) => b.Shape.Rank == 1 ? b.Reshape([b.Shape[0], 1]) : b;

    static Value Matrix(Value dY, Node n)
    {
        var (rows, columns) = (Row(n[0]).Shape[-2], Column(n[1]).Shape[-1]);
        var batch = dY.Shape.Rank - (n[0].Shape.Rank == 1 ? 0 : 1) - (n[1].Shape.Rank == 1 ? 0 : 1);
        return dY.Reshape([.. dY.Shape.Take(batch), rows, columns]);
    }

    static Value EinsumPullback(Node n, int i, Value dY)
    {
        var equation = EinsumEquation.Of(n);
        var free = new Queue<char>(equation.Free);
        var operands = new List<(string Letters, Value Value)> { (equation.Output, dY) };
        operands.AddRange(equation.Operands.Select((letters, other) => (letters, n[other])).Where((_, other) => other != i));

        // Where an axis comes twice, only the diagonal was seen.
        var wanted = "";
        foreach (var letter in equation.Operands[i])
        {
            var own = wanted.Contains(letter, StringComparison.Ordinal) ? free.Dequeue() : letter;
            wanted += own;
            if (own != letter) operands.Add(($"{letter}{own}", dY.Graph.Constant(Ops.Picks(n[i].Shape[wanted.Length - 1], n[i].Shape[wanted.Length - 1], place => place), "unit").Cast(dY.Type)));
        }

        var known = wanted.Where(letter => operands.Any(operand => operand.Letters.Contains(letter, StringComparison.Ordinal))).ToArray();
        var dX = n.Graph.Emit("Einsum", [.. operands.Select(operand => operand.Value)], new() { ["equation"] = $"{string.Join(',', operands.Select(operand => operand.Letters))}->{new string(known)}" });
        var sizes = new Queue<int>(dX.Shape);
        return dX.Reshape([.. wanted.Select(letter => known.Contains(letter) ? sizes.Dequeue() : 1)]).Expand(n[i].Shape);
    }
}
