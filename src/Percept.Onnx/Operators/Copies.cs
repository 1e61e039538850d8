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
        Unary("Identity", Rule.Identity, traits: Traits.Rearranging, note: "The output is the first input; what else there is are settings."),
        new("Dropout")
        {
            Infer = node => [node.X.Shape, node.X.Shape],
            Type = Types.After(1, ElementType.Bool),
            FirstOptionalOutput = 1,
            ReceptiveField = OfFirst,
            Rule = Rule.Identity,
            Note = "The output is the first input; what else there is are settings.",
        },
        new("Cast") { Infer = First, Type = Types.Set("to", ElementType.Undefined), ReceptiveField = Broadcast, Rule = new((n, dY) => dY.Cast(n.X.Type)), Fold = Cast },
        new("CastLike") { Infer = First, Type = Types.Of(input: 1), ReceptiveField = step => step.Input == 0 ? step.At : null, Rule = new((n, dY) => dY.Cast(n.X.Type)) },
    ];
}
