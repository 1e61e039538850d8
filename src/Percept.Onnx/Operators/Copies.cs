using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using static Percept.Onnx.Graphs.Folding.Evaluation;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>The same elements, as they are or in another type.</summary>
static class Copies
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        Unary("Identity", Rule.Identity, traits: Traits.Rearranging | Traits.KeepsOrder, note: "The output is the first input; what else there is are settings.") with { Simplify = Simplifications.First },
        new("Dropout")
        {
            Infer = node => [node.X.Shape, node.X.Shape],
            Type = Types.After(1, ElementType.Bool),
            FirstOptionalOutput = 1,
            Traits = Traits.KeepsOrder,
            ReceptiveField = OfFirst,
            Rule = Rule.Identity,
            Note = "The output is the first input; what else there is are settings.",
        },
        new("Cast") { Infer = First, Type = Types.Set("to", ElementType.Undefined), ReceptiveField = Broadcast, Rule = new((n, dY) => dY.Cast(n.X.Type)), Simplify = Simplifications.Cast, Fold = Cast, Traits = Traits.KeepsOrder },
        new("CastLike") { Infer = First, Type = Types.Of(input: 1), ReceptiveField = step => step.Input == 0 ? step.At : null, Rule = new((n, dY) => dY.Cast(n.X.Type)) },
    ];
}
