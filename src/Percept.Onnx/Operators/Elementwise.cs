using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Onnx.Operators;

/// <summary>Operators whose every output element depends on the one element of each input that broadcasting puts there: how their entries are made.</summary>
static class Elementwise
{
    /// <summary>An operator of one input, and of settings.</summary>
    internal static Operator Unary(string name, Rule rule, Evaluate? fold = null, Traits traits = default, string? note = null) =>
        new(name) { Infer = First, ReceptiveField = Broadcast, Rule = rule, Fold = fold, Traits = traits, Note = note };

    /// <summary>An operator of inputs of one type, which are broadcast together.</summary>
    internal static Operator Joint(string name, Rule rule, Evaluate? fold = null, Traits traits = default, string? note = null) =>
        new(name) { Infer = Same, ReceptiveField = Broadcast, Rule = rule, Fold = fold, Traits = traits, Note = note };

    /// <summary>An operator that tells whether something is so.</summary>
    internal static Operator Truth(string name, Evaluate? fold = null) => new(name) { Infer = Broadcasting, Type = Types.Always(ElementType.Bool), ReceptiveField = Broadcast, Rule = Rule.Constant, Fold = fold };

    /// <summary>The first input's type and shape.</summary>
    internal static IReadOnlyList<Shape?> First(Node node) => [node.X.Shape];

    static IReadOnlyList<Shape?> Same(Node node)
    {
        // Mixed types are an error that the runtime would report without naming the node.
        if (node.Operands.FirstOrDefault(input => input.Type != node.X.Type) is { } odd)
            throw new GraphException($"{node.X.Type} and {odd.Type} do not mix; a Cast is missing.");
        return Broadcasting(node);
    }

    /// <summary>The shape that the inputs have together, whatever their types.</summary>
    internal static IReadOnlyList<Shape?> Broadcasting(Node node) => [node.Operands.Aggregate(Shape.Scalar, (shape, input) => Shape.Broadcast(shape, input.Shape))];

    /// <summary>The element of an input that broadcasting puts at each of the output.</summary>
    internal static Region Broadcast(Step step)
    {
        var added = step.To.Rank - step.From.Rank;
        return new(step.From.Select((size, axis) => step.At[axis + added] is { } set && size == 1 && step.To[axis + added] != 1 ? IndexSet.Of(0) : step.At[axis + added]));
    }

    /// <summary>By element in the first input, and dependent on all of the others.</summary>
    internal static Region OfFirst(Step step) => step.Input == 0 ? Broadcast(step) : step.Everything;
}
