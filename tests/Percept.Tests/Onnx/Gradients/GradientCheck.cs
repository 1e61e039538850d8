using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>Holds a gradient against differences: ⟨dY, (f(x + εv) − f(x − εv))/2ε⟩ must be ⟨v, dX⟩, for random dY and v.</summary>
static class GradientCheck
{
    internal static void Check(OpCase each)
    {
        var (graph, random) = (new Graph(), new Random(each.Seed));
        Check(each.Emit(graph, random), name => each.Operands[int.Parse(name[1..], null)].Draw(random), each.Step, random);
    }

    /// <param name="ys">What is computed from the graph's inputs.</param>
    /// <param name="draw">Values for an input.</param>
    /// <param name="step">ε.</param>
    /// <param name="random">Draws dY and v.</param>
    /// <param name="tolerance">The largest difference, relative to the lengths of dY and of f's change; by default what float32 allows.</param>
    internal static void Check(IReadOnlyList<Value> ys, Func<string, float[]> draw, float step, Random random, double? tolerance = null)
    {
        var graph = ys[0].Graph;
        var xs = graph.Inputs.ToArray();
        ys = [.. ys.Where(y => y.Type.IsFloat())];
        var dYs = ys.Select((y, i) => graph.Input($"dY{i}", ElementType.Float32, y.Shape)).ToArray();
        var loss = ys.Zip(dYs, (y, dY) => (y * dY).Sum([], keepDims: false)).Aggregate((sum, each) => sum + each);
        var dXs = Gradient.Of(loss, xs);
        Assert.All(xs.Zip(dXs), pair => Assert.Equal(pair.First.Shape, pair.Second.Shape));

        using var session = new Session([.. ys.Select((y, i) => ($"y{i}", y)), .. dXs.Select((dX, i) => ($"dX{i}", dX))], threads: 1);
        foreach (var x in xs)
            if (session.Inputs.Contains(x.Name)) draw(x.Name).CopyTo(session.Input(x.Name));
        foreach (var dY in dYs)
            if (session.Inputs.Contains(dY.Name)) Normal(random, (int)dY.Shape.Elements).CopyTo(session.Input(dY.Name));
        session.Run();
        var results = dXs.Select((_, i) => session.Output($"dX{i}").ToArray()).ToArray();

        for (var i = 0; i < xs.Length; i++)
        {
            if (!session.Inputs.Contains(xs[i].Name)) continue;
            var x = session.Input(xs[i].Name).ToArray();
            var v = Array.ConvertAll(Normal(random, x.Length), value => Math.Clamp(value, -2, 2));
            var (above, below) = (At(step), At(-step));
            x.CopyTo(session.Input(xs[i].Name));

            var change = above.Zip(below, (high, low) => (high - low) / (2.0 * step)).ToArray();
            var weights = dYs.SelectMany(dY => session.Inputs.Contains(dY.Name) ? session.Input(dY.Name).ToArray() : new float[dY.Shape.Elements]).ToArray();
            var expected = weights.Zip(change, (weight, difference) => weight * difference).Sum();
            var actual = v.Zip(results[i], (direction, slope) => (double)direction * slope).Sum();
            var scale = Length(weights.Select(weight => (double)weight)) * Length(change);
            Assert.True(Math.Abs(expected - actual) <= (tolerance ?? (step == 1 ? 1e-5 : 1e-3)) * scale, $"By differences {expected:R}, by the rule {actual:R}, for the input {xs[i]}; the scale is {scale:G3}.");

            float[] At(float factor)
            {
                x.Zip(v, (value, direction) => value + (factor * direction)).ToArray().CopyTo(session.Input(xs[i].Name));
                session.Run();
                return [.. ys.SelectMany((_, output) => session.Output($"y{output}").ToArray())];
            }
        }
    }

    internal static float[] Normal(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];

    static double Length(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
