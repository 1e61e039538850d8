using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Attribution;

/// <summary>What checking each node of a network by itself, on what it gets when the network runs, comes to.</summary>
/// <param name="Verdict">What all nodes together say.</param>
/// <param name="Wrong">The first node, going back from the values to the input, whose pullback disagrees with differences, and for which of its inputs; null where none does.</param>
readonly record struct NodeChecks(GradientVerdict Verdict, (Node Node, int Input)? Wrong)
{
    const int Points = 3;

    /// <summary>Checks the nodes between the input and the values, until one is wrong.</summary>
    internal static NodeChecks Of(IReadOnlyList<Value> ys, Value x, float[] given, RuleSet? rules, double tolerance)
    {
        var nodes = Gradient.Between([x], ys).Nodes;
        var read = nodes.SelectMany(node => node.Inputs).OfType<Value>().Where(value => value.Constant is null && value != x && value.HasShape).Distinct().ToArray();
        using var session = read.Length == 0 ? null : new Session([.. read.Select((value, i) => (Name(i), value))], Device.Cpu);
        if (session is not null)
        {
            if (session.Inputs.Contains(x.Name)) given.CopyTo(session.Input(x.Name));
            session.Run();
        }

        var all = GradientVerdict.Agrees;
        foreach (var node in Enumerable.Reverse(nodes))
        {
            var (verdict, input) = (GradientVerdict.Undecided, -1);
            for (var point = 0; point < Points && verdict == GradientVerdict.Undecided; point++) (verdict, input) = Check(node, Held, point, rules, tolerance);
            if (verdict == GradientVerdict.Disagrees) return new(verdict, (node, input));
            if (verdict == GradientVerdict.Undecided) all = verdict;
        }

        return new(all, null);

        Tensor Held(Value value) => value.Constant ?? (value == x ? Tensor.Of(x.Shape, given) : new(value.Type, value.Shape, session!.Output<byte>(Name(Array.IndexOf(read, value))).ToArray()));
    }

    /// <summary>The node applied anew, with inputs of its own for all that it takes numbers from; after the first time a little beside the point, where no elements tie.</summary>
    static (GradientVerdict Verdict, int Input) Check(Node node, Func<Value, Tensor> held, int point, RuleSet? rules, double tolerance)
    {
        var (graph, random) = (new Graph(), new Random(node.Index));
        var xs = new List<(Value X, float[] Values, int Input)>();
        var inputs = new Value?[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (node.Inputs[i] is not { } value) continue;
            var tensor = held(value);
            if (value.Constant is not null || !value.Type.IsFloat())
            {
                inputs[i] = graph.Constant(tensor);
                continue;
            }

            xs.Add((graph.Input($"x{i}", ElementType.Float32, value.Shape), Moved(tensor.To<float>(), point, random), i));
            inputs[i] = xs[^1].X.Cast(value.Type);
        }

        var ys = graph.EmitAll(node.Operator, inputs, node.Attributes, node.Outputs.Count, node.Name).Where(y => y is { HasShape: true } && y.Type.IsFloat())
            .Select(y => new Weighted(y, [.. Enumerable.Range(0, (int)y.Shape.Elements).Select(_ => (float)random.NextGaussian())])).ToArray();
        if (ys.Length == 0) return (GradientVerdict.Agrees, -1);

        using var projection = new Projection(ys, [.. xs.Select(x => (x.X, x.Values))], rules, smoothOnly: point == Points - 1);
        var all = GradientVerdict.Agrees;
        for (var i = 0; i < xs.Count; i++)
        {
            var verdict = GradientDirection.Of(projection.Compare(i, random).Select(direction => direction.Verdict(tolerance)));
            if (verdict == GradientVerdict.Disagrees) return (verdict, xs[i].Input);
            if (verdict == GradientVerdict.Undecided) all = verdict;
        }

        return (all, -1);
    }

    static float[] Moved(float[] values, int point, Random random)
    {
        if (point == 0 || values.Length == 0) return values;
        var size = Math.Sqrt(values.Average(value => (double)value * value)) is var root and > 0 ? root : 1;
        return Array.ConvertAll(values, value => (float)(value + (0.05 * point * size * random.NextGaussian())));
    }

    static string Name(int i) => $"held/{i}";
}
