using Percept.Onnx.Graphs.Inference;

namespace Percept.Onnx.Reaches.Traces;

/// <summary>Matrix products: a row of the one by a column of the other.</summary>
static class Products
{
    internal static Dictionary<string, Trace> Table { get; } = new(StringComparer.Ordinal)
    {
        ["MatMul"] = MatMul,
        ["Gemm"] = Gemm,
        ["Einsum"] = Einsum,
    };

    static Region MatMul(Step step)
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

    static Region Einsum(Step step)
    {
        var equation = EinsumEquation.Of(step.Node);
        return new(equation.Operands[step.Input].Select((letter, axis) => equation.Output.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at
            ? step.At[at] is not null && step.From[axis] == 1 && step.To[at] != 1 ? IndexSet.Of(0) : step.At[at] : step.All(axis)));
    }

    static Region Gemm(Step step) => step.Input switch
    {
        0 => step.Node.Flag("transA") ? new([step.All(0), step.At[0]]) : new([step.At[0], step.All(1)]),
        1 => step.Node.Flag("transB") ? new([step.At[1], step.All(1)]) : new([step.All(0), step.At[1]]),
        _ => Elementwise.Broadcast(step),
    };
}
