using System.Text.RegularExpressions;
using Percept.Attribution;
using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Conformance;

/// <summary>Whether the gradient of a case's model agrees with differences.</summary>
/// <param name="LeftOut">Why it was not checked; null where it was, and agrees.</param>
/// <param name="Wrong">What is wrong; null where nothing is.</param>
sealed partial record Differentiation(string? LeftOut = null, string? Wrong = null)
{
    const int Points = 6;
    const double Tolerance = 2e-3;

    /// <summary>The inputs of floating-point numbers that nothing flows back to, by the operator's rule.</summary>
    internal IReadOnlyList<string> Constant { get; private init; } = [];

    internal bool Agrees => LeftOut is null && Wrong is null;

    internal static Differentiation Of(OnnxCase each)
    {
        try
        {
            var model = Model.Parse(each.Bytes, "The model");
            var inputs = each.Inputs(model);
            var types = inputs.Where(input => !Reading.IsSetting(each, input.Key, input.Value.Type)).Select(input => input.Value.Type).ToArray();
            if (types.Length == 0) return new("no input of floating-point numbers");
            if (types.Any(type => type is ElementType.Float16 or ElementType.BFloat16)) return new("half precision is too coarse for differences");

            var undecided = new Differentiation();
            for (var point = 0; point < Points; point++)
                if ((undecided = At(point, each, model, inputs)).LeftOut != Undecided) return undecided;
            return undecided;
        }
        catch (GraphException error)
        {
            return new(MissingRule().Match(error.Message) is { Success: true } missing ? $"no rule for {missing.Groups[1].Value}"
                : MissingShape().Match(error.Message) is { Success: true } unknown ? $"what {unknown.Groups[1].Value} gives has a shape that is only known when it runs, and no rule"
                : $"refused: {error.Message}");
        }
    }

    const string Undecided = "differences do not tell: it has jumps or kinks everywhere";

    /// <summary>At the case's own inputs, or, where these lie on a kink or a tie, at others nearby.</summary>
    static Differentiation At(int point, OnnxCase each, Model model, Dictionary<string, Tensor> inputs)
    {
        var (graph, random) = (new Graph(), new Random(point));
        var xs = new List<(Value X, float[] Values)>();
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, tensor) in inputs)
        {
            if (Reading.IsSetting(each, name, tensor.Type))
            {
                values[name] = graph.Constant(tensor, name);
                continue;
            }

            xs.Add((graph.Input(name, ElementType.Float32, tensor.Shape), Moved(point, tensor.To<float>(), random)));
            values[name] = xs[^1].X.Cast(tensor.Type);
        }

        var tensors = model.Apply(graph, values);
        var outputs = model.Outputs.Select(name => tensors[name]).Where(y => y.Type.IsFloat()).ToArray();
        if (outputs.Length == 0) return new("gives no floating-point numbers");
        // Statistics that come with a normalisation are not differentiated.
        if (outputs[0].Producer is { Operator: "LayerNormalization" }) outputs = outputs[..1];
        var ys = outputs.Where(y => y.Constant is null && y.Shape.Elements > 0).Distinct()
            .Select(y => new Weighted(y, [.. Enumerable.Range(0, (int)y.Shape.Elements).Select(_ => (float)random.NextGaussian())])).ToArray();
        if (ys.Length == 0) return new("gives constants, or nothing");

        var forward = graph.Nodes.ToArray();
        string[] constant = [.. xs.Where(x => !outputs.Contains(x.X) && forward.SelectMany(node => node.Inputs.Select((input, i) => (node, input, i))).Where(use => use.input == x.X)
            .All(use => RuleSet.Standard.Find(use.node.Operator) is { } rule && rule[use.i] is null)).Select(x => x.X.Name)];
        var checkedInputs = xs.Where(x => x.Values.Length > 0 && !constant.Contains(x.X.Name)).ToArray();
        if (checkedInputs.Length == 0) return new("constant: nothing flows back");

        using var projection = new Projection(ys, xs, rules: null, threads: 1);
        var verdicts = new List<GradientVerdict>();
        for (var i = 0; i < xs.Count; i++)
        {
            if (!checkedInputs.Contains(xs[i])) continue;
            foreach (var direction in projection.Compare(i, random))
            {
                verdicts.Add(direction.Verdict(Tolerance));
                if (verdicts[^1] == GradientVerdict.Disagrees) return new(Wrong: FormattableString.Invariant($"By the rule {direction.ByGradient:R}, by differences {direction.ByDifferences:R} ± {direction.Uncertainty:G2}, for the input '{xs[i].X.Name}' at point {point}."));
            }
        }

        return (GradientDirection.Of(verdicts) == GradientVerdict.Agrees ? new() : new Differentiation(Undecided)) with { Constant = constant };
    }

    static float[] Moved(int point, float[] values, Random random)
    {
        if (point == 0) return values;
        var size = Math.Sqrt(values.Sum(value => (double)value * value) / Math.Max(values.Length, 1));
        // Every other point also lies nearer to zero, inside of what most operators are defined for.
        return Array.ConvertAll(values, value => (float)((value * (point % 2 == 0 ? 0.7 : 1)) + (0.05 * size * Math.Clamp(random.NextGaussian(), -2, 2))));
    }

    [GeneratedRegex("^No gradient rule for ai.onnx::(\\w+),")]
    private static partial Regex MissingRule();

    [GeneratedRegex("an output of (\\w+) '.*', is not known")]
    private static partial Regex MissingShape();
}
