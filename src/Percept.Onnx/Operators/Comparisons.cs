using Percept.Onnx.Gradients;
using static Percept.Onnx.Graphs.Folding.Evaluation;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>What is true or whole: outputs that change in steps, and have no gradient.</summary>
static class Comparisons
{
    // Integers wrap around here as they do in the runtime.
    internal static IReadOnlyList<Operator> All { get; } = unchecked((Operator[])
    [
        Truth("And", fold: Pairwise((a, b) => a * b, (a, b) => a & b)),
        Truth("Or", fold: Pairwise(Math.Max, (a, b) => a | b)),
        Truth("Xor"),
        Truth("Not", fold: Each(a => 1 - a, a => 1 - a)),
        Truth("Equal", fold: Pairwise((a, b) => a == b ? 1 : 0, (a, b) => a == b ? 1 : 0)),
        Truth("Greater", fold: Pairwise((a, b) => a > b ? 1 : 0, (a, b) => a > b ? 1 : 0)),
        Truth("GreaterOrEqual", fold: Pairwise((a, b) => a >= b ? 1 : 0, (a, b) => a >= b ? 1 : 0)),
        Truth("Less", fold: Pairwise((a, b) => a < b ? 1 : 0, (a, b) => a < b ? 1 : 0)),
        Truth("LessOrEqual", fold: Pairwise((a, b) => a <= b ? 1 : 0, (a, b) => a <= b ? 1 : 0)),
        Truth("IsNaN"),
        Truth("IsInf"),
        Joint("BitShift", Rule.Constant) with { Infer = Broadcasting },
        Joint("BitwiseAnd", Rule.Constant),
        Joint("BitwiseOr", Rule.Constant),
        Joint("BitwiseXor", Rule.Constant),
        Unary("BitwiseNot", Rule.Constant),
        Unary("Ceil", Rule.Constant, fold: Each(Math.Ceiling, a => a)),
        Unary("Floor", Rule.Constant, fold: Each(Math.Floor, a => a)),
        Unary("Round", Rule.Constant, fold: Each(Math.Round, a => a)),
        Unary("Sign", Rule.Constant, fold: Each(a => double.IsNaN(a) ? a : Math.Sign(a), a => Math.Sign(a))),
    ]);
}
