using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Attribution;

/// <summary>A value of which a weighted sum of the elements is differentiated; a single weight is that of every element.</summary>
readonly record struct Weighted(Value Value, float[] Weights);

/// <summary>Holds the gradient of a weighted sum against differences: for a direction v, ⟨v, ∂Σwy/∂x⟩ must be d/dt Σwy(x + tv).</summary>
/// <remarks>The sum is taken in double precision, so that of rounding only the network's own is left.</remarks>
sealed class Projection : IDisposable
{
    const int RandomDirections = 3;

    /// <summary>Where kinks are passed over: the largest step, against the usual one, how far a term may bend on it, against its change, and how many may be passed over.</summary>
    const double SmallStep = 1.0 / 64, MostBend = 0.1, MostRough = 0.25;

    readonly IReadOnlyList<Weighted> ys;
    readonly IReadOnlyList<Value> xs;
    readonly Session forward, backward;
    readonly float[][] given, gradients;
    readonly double rounding;
    readonly bool smoothOnly;

    /// <summary>Differentiates Σwy by each x, all float32 inputs of the graph, and runs it on what they hold.</summary>
    /// <exception cref="GraphException">An operator has no gradient, or the runtime refuses the graph.</exception>
    internal Projection(IReadOnlyList<Weighted> ys, IReadOnlyList<(Value X, float[] Values)> xs, RuleSet? rules, int? threads = null, bool smoothOnly = false)
    {
        this.smoothOnly = smoothOnly;
        (this.ys, this.xs, given) = (ys, [.. xs.Select(x => x.X)], [.. xs.Select(x => x.Values)]);
        rounding = ys[0].Value.Graph.Nodes.SelectMany(node => node.Outputs).Any(value => value.Type is ElementType.Float16 or ElementType.BFloat16) ? 1.0 / (1 << 8) : 1.0 / (1 << 23);
        var sums = ys.Select((y, i) => Gradient.Of(y.Value, this.xs, rules, y.Value.Graph.Input(W(i), ElementType.Float32, y.Weights.Length == 1 ? Shape.Scalar : y.Value.Shape).Cast(y.Value.Type)))
            .Aggregate((sum, more) => [.. sum.Zip(more, (a, b) => a + b)]);
        forward = new([.. ys.Select((y, i) => (Y(i), y.Value.Cast(ElementType.Float32)))], Device.Cpu, threads);
        backward = new([.. sums.Select((dX, i) => (DX(i), dX))], Device.Cpu, threads);
        Fill(backward);
        Fill(forward);
        gradients = Pulled(_ => true);
    }

    /// <summary>The gradient by an input.</summary>
    internal ReadOnlySpan<float> GradientOf(int input) => gradients[input];

    /// <summary>Slopes along the gradient itself, where most changes, and along random directions.</summary>
    internal IEnumerable<GradientDirection> Compare(int input, Random random)
    {
        if (!forward.Inputs.Contains(xs[input].Name)) yield break;
        var gradient = gradients[input];
        var (length, largest) = (Length(gradient), gradient.Max(Math.Abs));
        if (length > 0 && float.IsFinite(largest)) yield return Along(input, Array.ConvertAll(gradient, slope => (float)(slope * Math.Min(Math.Sqrt(gradient.Length) / length, 4 / largest))));
        for (var i = 0; i < RandomDirections; i++) yield return Along(input, [.. gradient.Select(_ => (float)Math.Clamp(random.NextGaussian(), -2, 2))]);
    }

    GradientDirection Along(int input, float[] v)
    {
        var (x, gradient) = (given[input], gradients[input]);
        var size = Length(x) / Math.Sqrt(x.Length);
        var step = 0.1 * (size > 0 && double.IsFinite(size) ? size : 1);
        var isSmooth = smoothOnly ? Smooth(At, step *= SmallStep) : _ => true;
        if (smoothOnly) gradient = Pulled(isSmooth)[input];
        var slope = Differences.At(t => [.. At(t).Where((_, term) => isSmooth(term))], rounding, step);
        Fill(forward);
        var projected = v.Zip(gradient, (direction, value) => (double)direction * value).Sum();
        var usual = Length(gradient) * Length(v) / Math.Sqrt(x.Length);
        return new(projected, slope.Value, slope.Uncertainty, new[] { Math.Abs(projected), double.IsFinite(slope.Value) ? Math.Abs(slope.Value) : 0, usual }.Max());

        double[] At(double t)
        {
            var moved = forward.Input(xs[input].Name);
            for (var i = 0; i < v.Length; i++) moved[i] = (float)(x[i] + (t * v[i]));
            forward.Run();
            return [.. ys.SelectMany((y, i) => forward.Output(Y(i)).ToArray().Select((value, j) => (double)value * y.Weights[y.Weights.Length == 1 ? 0 : j]))];
        }
    }

    /// <summary>Which terms have no kink near by; all, where so many have one that the rest would prove nothing.</summary>
    Func<int, bool> Smooth(Func<double, double[]> f, double step)
    {
        var (below, here, above) = (f(-step), f(0), f(step));
        bool[] smooth = [.. here.Select((value, i) => Math.Abs(above[i] - (2 * value) + below[i]) <= (MostBend * Math.Abs(above[i] - below[i])) + (Differences.MostRounding * rounding * Math.Abs(value)))];
        return smooth.Count(each => !each) > MostRough * smooth.Length ? _ => true : term => smooth[term];
    }

    /// <summary>The gradients of the sum of some of the terms.</summary>
    float[][] Pulled(Func<int, bool> counts)
    {
        var start = 0;
        for (var i = 0; i < ys.Count; i++)
        {
            if (backward.Inputs.Contains(W(i)))
            {
                ys[i].Weights.CopyTo(backward.Input(W(i)));
                for (var j = 0; j < ys[i].Weights.Length; j++)
                    if (!counts(start + j)) backward.Input(W(i))[j] = 0;
            }

            start += (int)ys[i].Value.Shape.Elements;
        }

        backward.Run();
        return [.. xs.Select((_, i) => backward.Output(DX(i)).ToArray())];
    }

    void Fill(Session session)
    {
        for (var i = 0; i < xs.Count; i++)
            if (session.Inputs.Contains(xs[i].Name)) given[i].CopyTo(session.Input(xs[i].Name));
    }

    static string Y(int i) => $"checked/{i}";

    static string W(int i) => $"checked/weight/{i}";

    static string DX(int i) => $"checked/gradient/{i}";

    static double Length(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    public void Dispose()
    {
        forward?.Dispose();
        backward?.Dispose();
    }
}
