using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using static Percept.Onnx.Operators.Axes;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>Activation functions.</summary>
static class Activations
{
    // In terms of the output where that is possible: the runtime then fuses the activation into the convolution before it.
    internal static IReadOnlyList<Operator> All { get; } =
    [
        Rectifier("Relu", new((n, dY) => dY * Ops.Step(n.Y)), silences: true),
        Rectifier("LeakyRelu", new((n, dY) =>
        {
            var alpha = n.Float("alpha", or: 0.01f);
            return dY * Slope(alpha > 0 ? n.Y : n.X, n.X.Scalar(alpha));
        })),
        new("PRelu")
        {
            Infer = node => node[1].Shape.BroadcastsTo(node.X.Shape) ? First(node) : throw new GraphException($"slopes of shape {node[1].Shape} do not go with it."),
            ReceptiveField = Broadcast,
            Rule = new(
                (n, dY) => dY * Slope(n.X, n[1]),
                (n, dY) => dY * Ops.Of("Min", n.X, n.X.Scalar(0))),
            Parameters = [null, ParameterRole.Scale],
            Traits = Traits.Rectifier | Traits.Pointwise,
        },
        Rectifier("ThresholdedRelu", new((n, dY) => dY * Ops.Step(n.X - n.Float("alpha", or: 1))), silences: true),
        Rectifier("Clip", new(
            (n, dY) => Inside(n, dY),
            (n, dY) => dY * Ops.Step(n[1] - n.X),
            (n, dY) => dY * Ops.Step(n.X - n[2])), note: "At a bound the derivative is 0: the output does not say whether the input lay beyond.", silences: true) with { Infer = Clip },
        Rectifier("Elu", new((n, dY) =>
        {
            var alpha = n.Float("alpha", or: 1);
            return dY * (alpha == 1 ? HardSigmoidOf(n.Y, 1, 1) : Either(Ops.Step(n.X), n.X.Scalar(1), n.Y + alpha));
        }), note: "Below 0 the derivative is Y + α."),
        Rectifier("Celu", new((n, dY) => dY * HardSigmoidOf(n.Y, 1 / n.Float("alpha", or: 1), 1))),
        Rectifier("Selu", new((n, dY) =>
        {
            var (alpha, gamma) = (n.Float("alpha", or: 1.67326324f), n.Float("gamma", or: 1.05070102f));
            return dY * Either(Ops.Step(n.X), n.X.Scalar(gamma), n.Y + (gamma * alpha));
        }), note: "γ above 0, and Y + α·γ below."),
        Rectifier("Gelu", new((n, dY) => dY * (n.Text("approximate", or: "none") == "tanh" ? TanhGelu(n.X) : ErfGelu(n.X)))),
        Rectifier("Mish", new((n, dY) =>
        {
            var t = Ops.Of("Tanh", Ops.Of("Softplus", n.X));
            return dY * (t + (n.X * (1 - (t * t)) * Ops.Of("Sigmoid", n.X)));
        }), note: "Y = X·T with T = tanh(softplus X), whose derivative is (1 − T²)·sigmoid X."),
        Rectifier("HardSwish", new((n, dY) =>
        {
            var h = HardSigmoidOf(n.X, 1 / 6f, 0.5f);
            return dY * (h + (n.X * (1 / 6.0) * Ops.Above(h, 0) * Ops.Below(h, 1)));
        }), note: "Y = X·H with H = HardSigmoid(X; ⅙, ½), so dX = dY·(H + X/6·[0 < H < 1])."),
        Rectifier("Softplus", new((n, dY) => dY * Ops.Of("Sigmoid", n.X))),
        Unary("Sigmoid", new((n, dY) => dY * n.Y * (1 - n.Y)), traits: Traits.Pointwise | Traits.KeepsOrder),
        Unary("HardSigmoid", new((n, dY) => dY * Ops.Above(n.Y, 0) * Ops.Below(n.Y, 1) * n.Float("alpha", or: 0.2f)), traits: Traits.Pointwise),
        Unary("Tanh", new((n, dY) => dY * (1 - (n.Y * n.Y))), traits: Traits.Pointwise),
        Unary("Softsign", new((n, dY) => dY * (1 - Ops.Of("Abs", n.Y)).Pow(2)), traits: Traits.Pointwise),
        Unary("Shrink", new((n, dY) => dY * (Ops.Step(n.X - n.Float("lambd", or: 0.5f)) + Ops.StepDown(n.X + n.Float("lambd", or: 0.5f))))),
        new("Softmax") { Infer = AlongAxis, ReceptiveField = Line, Rule = new((n, dY) => n.Y * (dY - (dY * n.Y).Sum([n.Int("axis", or: -1)]))), Traits = Traits.KeepsOrder },
        new("LogSoftmax") { Infer = AlongAxis, ReceptiveField = Line, Rule = new((n, dY) => dY - (n.Y.Exp() * dY.Sum([n.Int("axis", or: -1)]))), Traits = Traits.KeepsOrder },
        new("Hardmax") { Infer = AlongAxis, ReceptiveField = Line, Rule = Rule.Constant },
    ];

    static Operator Rectifier(string name, Rule rule, string? note = null, bool silences = false) =>
        Unary(name, rule, traits: Traits.Rectifier | Traits.Pointwise | (silences ? Traits.Silencing : Traits.None), note: note);

    /// <summary>1 where x is above 0, and the slope elsewhere.</summary>
    static Value Slope(Value x, Value slope) => (Ops.Step(x) * (1 - slope)) + slope;

    static Value Either(Value mask, Value yes, Value no) => (mask * yes) + ((1 - mask) * no);

    static Value HardSigmoidOf(Value x, float alpha, float beta) => x.Graph.Emit("HardSigmoid", [x], new() { ["alpha"] = alpha, ["beta"] = beta });

    static IReadOnlyList<Shape?> Clip(Node node) =>
        node.Inputs.Skip(1).FirstOrDefault(bound => bound is { HasShape: true } and not { Shape: { Elements: 1, Rank: <= 1 } }) is { } odd ? throw new GraphException($"its bound '{odd.Name}' has the shape {odd.Shape}, where one number belongs.") : First(node);

    static Value Inside(Node n, Value dY)
    {
        if (n.Optional(1) is { } low) dY *= low.Constant is { Length: 1 } bound ? Ops.Above(n.Y, bound.To<double>()[0]) : Ops.Step(n.X - low);
        if (n.Optional(2) is { } high) dY *= high.Constant is { Length: 1 } bound ? Ops.Below(n.Y, bound.To<double>()[0]) : Ops.Step(high - n.X);
        return dY;
    }

    /// <remarks>Y = X·Φ(X), so Φ(X) + X·φ(X), with the normal distribution and its density.</remarks>
    static Value ErfGelu(Value x) => (0.5 * (1 + Ops.Of("Erf", x * Math.Sqrt(0.5)))) + (x * (-0.5 * (x * x)).Exp() * (1 / Math.Sqrt(2 * Math.PI)));

    /// <remarks>Y = X·(1 + T)/2 with T = tanh(√(2/π)·(X + 0.044715·X³)).</remarks>
    static Value TanhGelu(Value x)
    {
        var (root, square) = (Math.Sqrt(2 / Math.PI), x * x);
        var t = Ops.Of("Tanh", root * x * (1 + (0.044715 * square)));
        return (0.5 * (1 + t)) + (0.5 * root * x * (1 - (t * t)) * (1 + (3 * 0.044715 * square)));
    }
}
