using System.Globalization;
using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Attribution;

/// <summary>Where a gradient goes wrong: the pullback of one input of one node.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Operator">Its operator, whose rule it is.</param>
/// <param name="Input">Which input the pullback is for, from 0.</param>
/// <param name="IsConstant">Whether the rule takes the operator to be constant: one that changes in steps, finer than differences can see.</param>
public sealed record WrongPullback(string Node, string Operator, int Input, bool IsConstant = false);

/// <summary>Whether a gradient agrees with finite differences, on the model and the input it is wanted for.</summary>
/// <param name="Verdict">What all directions together say.</param>
/// <param name="Directions">The slopes along the gradient itself and along random directions.</param>
/// <param name="Culprit">The operator whose own pullback disagrees, nearest to the output; null where the gradient agrees, or no operator by itself is to blame.</param>
/// <param name="ByOperator">Whether the directions do not tell, and the verdict is that of the operators one by one.</param>
public sealed record GradientCheck(GradientVerdict Verdict, IReadOnlyList<GradientDirection> Directions, WrongPullback? Culprit, bool ByOperator = false)
{
    const double Tolerance = 1e-2;

    /// <summary>Checks the gradient that <see cref="InputGradient.Of"/> gives.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="objective">The weighted sum that is differentiated.</param>
    /// <param name="input">The input in the model's layout and values, of any batch.</param>
    /// <param name="rules">The operators' pullbacks; <see cref="RuleSet.Standard"/> where null.</param>
    /// <param name="seed">What the directions are drawn from.</param>
    /// <param name="others">By the names of the model's other inputs, the numbers that they are given; what is usual where null.</param>
    /// <exception cref="GraphException">The model cannot take the input, has no such tensor, or an operator between them has no gradient.</exception>
    public static GradientCheck Of(string path, Objective objective, NpyArray input, RuleSet? rules = null, int seed = 0, IReadOnlyDictionary<string, string>? others = null)
    {
        var (x, sums) = InputGradient.Read(path, input, others);
        var ys = objective.Terms.Select(term => new Weighted(sums.Part(term.Term), [(float)term.Weight])).ToArray();

        using var projection = new Projection(ys, [(x, input.Values)], rules);
        GradientDirection[] directions = [.. projection.Compare(0, new Random(seed))];
        var verdict = GradientDirection.Of(directions.Select(direction => direction.Verdict(Tolerance)));
        if (verdict == GradientVerdict.Agrees) return new(verdict, directions, null);

        // A network with many kinks is rough at every scale; its operators are not.
        var nodes = NodeChecks.Of([.. ys.Select(y => y.Value)], x, input.Values, rules, Tolerance);
        return new(verdict == GradientVerdict.Disagrees ? verdict : nodes.Verdict, directions, nodes.Wrong is { } found
            ? new(found.Node.Name, found.Node.Operator, found.Input, (rules ?? RuleSet.Standard).SupportOf(found.Node.Operator) == GradientSupport.Constant) : null, verdict == GradientVerdict.Undecided);
    }

    /// <summary>The result as a sentence or two.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Said()}");

    FormattableString Said()
    {
        if (Directions.Count == 0) return $"The gradient is zero: what is differentiated does not depend on the input.";
        var worst = Directions.MaxBy(direction => direction.Error)!;
        return Verdict switch
        {
            GradientVerdict.Agrees when ByOperator => $"The gradient of every operator agrees with finite differences, each on what it gets in this network. Of the network as a whole they do not tell: it has too many kinks around this input for float32.",
            GradientVerdict.Agrees => $"The gradient agrees with finite differences along {Directions.Count} directions, within {worst.Error:0.0e+0} of the slope.",
            GradientVerdict.Undecided => $"Finite differences do not tell whether the gradient is right: at this input there are kinks or jumps, or too little changes for float32 (by the gradient {worst.ByGradient:G4}, by differences {worst.ByDifferences:G4} ± {worst.Uncertainty:G2}), also in single operators. Try another input or a tensor nearer to it.",
            _ when Culprit is { IsConstant: true } steps => $"The gradient disagrees with finite differences: along one direction it says {worst.ByGradient:G4}, and they say {worst.ByDifferences:G4}. {steps.Operator} changes in steps only, so nothing flows back through the node '{steps.Node}', but these steps are so fine that differences see a slope.",
            _ when Culprit is { } wrong => $"The gradient disagrees with finite differences: along one direction it says {worst.ByGradient:G4}, and they say {worst.ByDifferences:G4}. The rule of {wrong.Operator} is wrong at the node '{wrong.Node}', for its input {wrong.Input}.",
            _ => $"The gradient disagrees with finite differences: along one direction it says {worst.ByGradient:G4}, and they say {worst.ByDifferences:G4}. No operator between the input and what is differentiated disagrees by itself.",
        };
    }
}
