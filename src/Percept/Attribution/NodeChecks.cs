using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Attribution;

/// <summary>Looks for the operator whose rule is wrong: each node of a network by itself, on what it gets when the network runs.</summary>
static class NodeChecks
{
    /// <summary>The first node, going back from the values to the input, whose pullback disagrees with differences, and for which of its inputs; null where none does.</summary>
    internal static (Node Node, int Input)? FirstWrong(IReadOnlyList<Value> ys, Value x, float[] given, RuleSet? rules, double tolerance)
    {
        var nodes = Between(x, ys);
        var read = nodes.SelectMany(node => node.Inputs).OfType<Value>().Where(value => value.Constant is null && value != x && value.HasShape).Distinct().ToArray();
        using var session = read.Length == 0 ? null : new Session([.. read.Select((value, i) => (Name(i), value))]);
        if (session is not null)
        {
            if (session.Inputs.Contains(x.Name)) given.CopyTo(session.Input(x.Name));
            session.Run();
        }

        foreach (var node in Enumerable.Reverse(nodes))
            if (node.Inputs.All(input => input is null or { HasShape: true }) && WrongInput(node, Held, rules, tolerance) is { } input) return (node, input);
        return null;

        Tensor Held(Value value) => value.Constant ?? (value == x ? Tensor.Of(x.Shape, given) : new(value.Type, value.Shape, session!.Output<byte>(Name(Array.IndexOf(read, value))).ToArray()));
    }

    /// <summary>The node applied anew, with inputs of its own for all that it takes numbers from.</summary>
    static int? WrongInput(Node node, Func<Value, Tensor> held, RuleSet? rules, double tolerance)
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

            xs.Add((graph.Input($"x{i}", ElementType.Float32, value.Shape), tensor.To<float>(), i));
            inputs[i] = xs[^1].X.Cast(value.Type);
        }

        var ys = graph.EmitAll(node.Operator, inputs, node.Attributes, node.Outputs.Count, node.Name).Where(y => y is { HasShape: true } && y.Type.IsFloat())
            .Select(y => new Weighted(y, [.. Enumerable.Range(0, (int)y.Shape.Elements).Select(_ => (float)Projection.Normal(random))])).ToArray();
        if (ys.Length == 0) return null;

        using var projection = new Projection(ys, [.. xs.Select(x => (x.X, x.Values))], rules);
        for (var i = 0; i < xs.Count; i++)
            if (GradientDirection.Of(projection.Compare(i, random).Select(direction => direction.Verdict(tolerance))) == GradientVerdict.Disagrees) return xs[i].Input;
        return null;
    }

    /// <summary>The nodes that depend on x and that the values depend on, in order.</summary>
    static List<Node> Between(Value x, IReadOnlyList<Value> ys)
    {
        var (behind, open) = (new HashSet<Node>(), new Stack<Value>(ys));
        while (open.TryPop(out var value))
            if (value.Producer is { } node && behind.Add(node))
                foreach (var input in node.Inputs.OfType<Value>()) open.Push(input);

        HashSet<Value> dependent = [x];
        var between = new List<Node>();
        foreach (var node in behind.OrderBy(node => node.Index))
        {
            if (!node.Inputs.Any(input => input is not null && dependent.Contains(input)) || !node.Outputs.Any(output => output.Type.IsFloat())) continue;
            dependent.UnionWith(node.Outputs.Where(output => output.Type.IsFloat()));
            between.Add(node);
        }

        return between;
    }

    static string Name(int i) => $"held/{i}";
}
