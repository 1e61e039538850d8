using System.Collections.Immutable;
using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Onnx.Gradients;

/// <summary>An immutable table of rules, by operator. Guided backpropagation is <c>RuleSet.Standard.With("Relu", …)</c>.</summary>
public sealed partial class RuleSet
{
    readonly ImmutableDictionary<string, Rule> rules;

    RuleSet(ImmutableDictionary<string, Rule> rules) => this.rules = rules;

    /// <summary>The rules of the operators' true derivatives.</summary>
    public static RuleSet Standard { get; } = new(Catalogue.All.Where(entry => entry.Rule is not null).ToImmutableDictionary(entry => entry.Name, entry => entry.Rule!, StringComparer.Ordinal));

    /// <summary>The operators there are rules for, in alphabetical order.</summary>
    public IEnumerable<string> Operators => rules.Keys.Order(StringComparer.Ordinal);

    /// <summary>This table with the rule of one operator added or replaced.</summary>
    public RuleSet With(string operation, Rule rule) => new(rules.SetItem(operation, rule));

    /// <summary>The rule of an operator, or null where there is none.</summary>
    public Rule? Find(string operation) => rules.GetValueOrDefault(operation);

    /// <summary>The rule of a node's operator.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    internal Rule For(Node node, Value from, Value to) => Find(node.Operator) ?? throw new GraphException(
        $"No gradient rule for {(node.Operator.Contains("::", StringComparison.Ordinal) ? "" : "ai.onnx::")}{node.Operator}, node '{node.Name}', which lies between '{from.Name}' and '{to.Name}'. "
        + $"Rules exist for {rules.Count} operators; the closest names are {string.Join(" and ", Nearest.To(node.Operator, Operators, count: 2))}. "
        + $"Choose a tensor before it, or pass rules: RuleSet.Standard.With(\"{node.Operator}\", …).");
}
