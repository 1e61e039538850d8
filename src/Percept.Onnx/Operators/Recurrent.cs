using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Recurrent layers, which are differentiated as the steps that they take one after the other, and losses.</summary>
static class Recurrent
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("LSTM")
        {
            Infer = Recurrence,
            FirstOptionalOutput = 0,
            Rule = Rule.Through([0, 1, 2, 3, 5, 6], n => Unrolled(n, gates: 4, states: 2, ["Sigmoid", "Tanh", "Tanh"], (x, state, weights, bias) =>
            {
                var g = x + state[0].MatMul(weights) + bias.Input + bias.State;
                var (i, o, f, c) = (Ops.Of("Sigmoid", Gate(g, 4, 0)), Ops.Of("Sigmoid", Gate(g, 4, 1)), Ops.Of("Sigmoid", Gate(g, 4, 2)), Ops.Of("Tanh", Gate(g, 4, 3)));
                var cell = (f * state[1]) + (i * c);
                return [o * Ops.Of("Tanh", cell), cell];
            })),
        },
        new("GRU")
        {
            Infer = Recurrence,
            FirstOptionalOutput = 0,
            Rule = Rule.Through([0, 1, 2, 3, 5], n => Unrolled(n, gates: 3, states: 1, ["Sigmoid", "Tanh"], (x, state, weights, bias) =>
            {
                var (h, hidden) = (state[0], state[0].Shape[1]);
                x += bias.Input;
                Value Part(Value of, int gate) => Gate(of, 3, gate);
                var both = x + h.MatMul(weights) + bias.State;
                var (z, r) = (Ops.Of("Sigmoid", Part(both, 0)), Ops.Of("Sigmoid", Part(both, 1)));
                var (own, offset) = (weights.Slice(1, 2 * hidden, 3 * hidden), bias.State.Slice(0, 2 * hidden, 3 * hidden));
                var next = Ops.Of("Tanh", Part(x, 2) + (n.Flag("linear_before_reset") ? r * (h.MatMul(own) + offset) : (r * h).MatMul(own) + offset));
                return [((1 - z) * next) + (z * h)];
            })),
        },
        new("RNN")
        {
            Infer = Recurrence,
            FirstOptionalOutput = 0,
            Rule = Rule.Through([0, 1, 2, 3, 5], n => Unrolled(n, gates: 1, states: 1, ["Tanh"], (x, state, weights, bias) => [Ops.Of("Tanh", x + state[0].MatMul(weights) + bias.Input + bias.State)])),
        },
        new("NegativeLogLikelihoodLoss") { Infer = Loss },
        new("SoftmaxCrossEntropyLoss") { Infer = Loss },
    ];

    const int MostSteps = 512;

    /// <summary>All states, the last one, and for LSTM the last cell; weights are directions x gates x inputs, and a layout of 1 has the batch first.</summary>
    static IReadOnlyList<Shape?> Recurrence(Node node)
    {
        var (x, directions, hidden) = (node.X.Shape, node[1].Shape[0], node[2].Shape[2]);
        var batchFirst = node.Flag("layout");
        var (steps, batch) = batchFirst ? (x[1], x[0]) : (x[0], x[1]);
        Shape last = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
        return [batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden], last, last];
    }

    /// <summary>One number, or one for each label, and the logarithms of the probabilities.</summary>
    static IReadOnlyList<Shape?> Loss(Node node) => [node.Text("reduction", or: "mean") == "none" ? node[1].Shape : Shape.Scalar, node.X.Shape];

    /// <summary>What a recurrent layer yields: all states, the last, and with cells the last of these.</summary>
    /// <param name="n">The node.</param>
    /// <param name="gates">How many products of one size its weights make.</param>
    /// <param name="states">How many states it passes from step to step.</param>
    /// <param name="activations">The functions it has unless it says otherwise, which is all that is known here.</param>
    /// <param name="step">The next state, and cell, from the products of a step's input, the state, its weights and both biases.</param>
    static Value[] Unrolled(Node n, int gates, int states, string[] activations, Func<Value, Value[], Value, (Value Input, Value State), Value[]> step)
    {
        var (x, hidden, directions) = (n.X, n[2].Shape[2], n[1].Shape[0]);
        var (steps, batch) = (x.Shape[0], x.Shape[1]);
        if (n.Optional(4) is not null || n.Optional(7) is not null || n.Flag("layout") || n.Flag("input_forget") || n.Attributes.Has("clip") || steps > MostSteps
            || (n.Attributes.Texts("activations") is { } own && !own.SequenceEqual(Enumerable.Repeat(activations, directions).SelectMany(each => each))))
            throw new GraphException($"{n} has lengths, peepholes, a clip, activations of its own or more than {MostSteps} steps, with which it has no gradient rule.");

        var (all, last) = (new Value[directions, steps], new Value[directions][]);
        for (var d = 0; d < directions; d++)
        {
            Value Own(int input) => n[input].Slice(0, d, d + 1).Reshape([.. n[input].Shape.Skip(1)]);
            var backwards = n.Text("direction", or: "forward") == "reverse" || d == 1;
            var (products, weights) = (x.MatMul(Own(1).Transposed()), Own(2).Transposed());
            var bias = n.Optional(3) is null ? (x.Scalar(0).Expand([gates * hidden]), x.Scalar(0).Expand([gates * hidden])) : (Own(3).Slice(0, 0, gates * hidden), Own(3).Slice(0, gates * hidden, 2 * gates * hidden));
            var state = Enumerable.Range(0, states).Select(i => n.Optional(5 + i) is null ? x.Scalar(0).Expand([batch, hidden]) : Own(5 + i)).ToArray();
            for (var t = 0; t < steps; t++)
            {
                var at = backwards ? steps - 1 - t : t;
                state = step(products.Slice(0, at, at + 1).Reshape([batch, gates * hidden]), state, weights, bias);
                all[d, at] = state[0].Reshape([1, 1, batch, hidden]);
            }

            last[d] = state;
        }

        Value Joined(int axis, IEnumerable<Value> parts) => n.Graph.Emit("Concat", [.. parts], new() { ["axis"] = axis });
        var y = Joined(0, Enumerable.Range(0, steps).Select(t => Joined(1, Enumerable.Range(0, directions).Select(d => all[d, t]))));
        return [y, .. Enumerable.Range(0, states).Select(i => Joined(0, last.Select(state => state[i].Reshape([1, batch, hidden]))))];
    }

    static Value Gate(Value products, int gates, int gate) => products.Shape[1] / gates is var hidden ? products.Slice(1, gate * hidden, (gate + 1) * hidden) : products;
}
