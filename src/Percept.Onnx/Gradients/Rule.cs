using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients;

/// <summary>Given a forward node and ∂L/∂Y of its first output, emits the nodes of ∂L/∂(one input).</summary>
public delegate Value Pullback(Node node, Value dY);

/// <summary>Given a forward node and ∂L/∂Y of each output, null for those that L does not depend on, emits the nodes of ∂L/∂(one input).</summary>
public delegate Value ManyPullback(Node node, IReadOnlyList<Value?> dY);

/// <summary>One pullback per input; <see langword="null"/> where the operator is constant in that input.</summary>
/// <remarks>A pullback's result may have any shape that its input was broadcast to: summing it back is the transform's work.</remarks>
public sealed partial record Rule(params ManyPullback?[] ByInput)
{
    /// <summary>A rule of an operator with one output.</summary>
    public Rule(params Pullback?[] byInput) : this([.. byInput.Select(pullback =>
        pullback is null ? null : new ManyPullback((node, dY) => pullback(node, First(node, dY))))])
    {
    }

    /// <summary>The output does not depend on the inputs' values, or only in steps.</summary>
    internal static Rule Constant { get; } = new(Array.Empty<Pullback?>());

    /// <summary>The output is the first input; what else there is are settings.</summary>
    internal static Rule Identity { get; } = new((_, dY) => dY);

    /// <summary>A rule that has the same pullback for every input, however many there are.</summary>
    internal static Rule ForEveryInput(Func<Node, int, Value, Value> pullback) => new(Array.Empty<ManyPullback?>()) { Every = pullback };

    /// <summary>Whether the operator is constant in every input.</summary>
    internal bool IsConstant => Every is null && Array.TrueForAll(ByInput, pullback => pullback is null);

    Func<Node, int, Value, Value>? Every { get; init; }

    /// <summary>The pullback of an input, or null where the operator is constant in it.</summary>
    internal ManyPullback? this[int input] => Every is { } every ? (node, dY) => every(node, input, First(node, dY)) : input < ByInput.Length ? ByInput[input] : null;

    static Value First(Node node, IReadOnlyList<Value?> dY) => dY is [{ } first, ..] ? first : throw new GraphException($"{node} is differentiated through an output that has no gradient.");
}
