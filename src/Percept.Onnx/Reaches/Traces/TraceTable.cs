using System.Collections.Frozen;

namespace Percept.Onnx.Reaches.Traces;

/// <summary>The table of all operators of which more is known than that they depend on all of their inputs.</summary>
static class TraceTable
{
    /// <summary>What a step leads to: all of the input where the operator is not known.</summary>
    internal static Region? Of(Step step) => step.Local && step.Input == 0 && Gates.IsNormalization(step.Node) ? step.At : table.TryGetValue(step.Node.Operator, out var trace) ? trace(step) : step.Everything;

    /// <summary>Whether more is known of an operator than that it depends on all of its inputs.</summary>
    internal static bool Knows(string operation) => table.ContainsKey(operation);

    static readonly FrozenDictionary<string, Trace> table = new Dictionary<string, Trace>[] { Elementwise.Table, Windows.Table, Mixing.Table, Reshaping.Table, Movement.Table, Products.Table }
        .SelectMany(entries => entries).ToFrozenDictionary(StringComparer.Ordinal);
}
