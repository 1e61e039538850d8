using Percept.Onnx.Gradients;
using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Folding;
using static Percept.Onnx.Graphs.Folding.Evaluation;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>Sums, products, powers, and functions of one number.</summary>
static class Arithmetic
{
    // Integers wrap around here as they do in the runtime.
    internal static IReadOnlyList<Operator> All { get; } = unchecked((Operator[])
    [
        Joint("Add", new((_, dY) => dY, (_, dY) => dY), fold: Pairwise((a, b) => a + b, (a, b) => a + b), traits: Traits.Pointwise | Traits.Affine) with { Simplify = Simplifications.Neutral(0), Parameters = [ParameterRole.Bias, ParameterRole.Bias] },
        Joint("Sub", new((_, dY) => dY, (_, dY) => -dY), fold: Pairwise((a, b) => a - b, (a, b) => a - b), traits: Traits.Pointwise | Traits.Affine) with { Simplify = Simplifications.RightNeutral(0), Parameters = [ParameterRole.Bias, ParameterRole.Bias] },
        Joint("Mul", new((n, dY) => dY * n[1], (n, dY) => dY * n[0]), fold: Pairwise((a, b) => a * b, (a, b) => a * b), traits: Traits.Pointwise | Traits.Affine) with { Simplify = Simplifications.Product, Parameters = [ParameterRole.Scale, ParameterRole.Scale] },
        Joint("Div", new((n, dY) => dY / n[1], (n, dY) => -(dY * n.Y / n[1])), fold: Quotient(Pairwise((a, b) => a / b, (a, b) => a / b)), traits: Traits.Pointwise | Traits.Affine) with { Simplify = Simplifications.RightNeutral(1) },
        Joint("Mod", new((_, dY) => dY, (n, dY) => -(dY * Ops.Of("Round", (n[0] - n.Y) / n[1]))), fold: Quotient((node, output) => node.Flag("fmod") ? Pairwise((a, b) => a % b, (a, b) => a % b)(node, output) : Pairwise(Modulo, (a, b) => ((a % b) + b) % b)(node, output)), note: "Y = A − k·B, with a whole number k."),
        Joint("Pow", new(PowBase, (n, dY) => Ops.Unless(Ops.Of("Not", Ops.Of("Greater", n.X, n.X.Scalar(0))), n.X, x => dY * n.Y * x.Log())), fold: Pairwise(Math.Pow, null), traits: Traits.Pointwise) with { Infer = Broadcasting },
        Joint("Max", Rule.ForEveryInput((n, i, dY) => Shared(n, i, dY, x => Ops.AtTop(x - n.Y))), fold: Pairwise(Math.Max, Math.Max), traits: Traits.Pointwise, note: "Inputs that tie share dY.") with { Simplify = Simplifications.Single },
        Joint("Min", Rule.ForEveryInput((n, i, dY) => Shared(n, i, dY, x => Ops.AtTop(n.Y - x))), fold: Pairwise(Math.Min, Math.Min), traits: Traits.Pointwise) with { Simplify = Simplifications.Single },
        Joint("Sum", Rule.ForEveryInput((_, _, dY) => dY)) with { Simplify = Simplifications.Single },
        Joint("Mean", Rule.ForEveryInput((n, _, dY) => dY / n.Inputs.Count)) with { Simplify = Simplifications.Single },
        new("Where")
        {
            Infer = Broadcasting,
            Type = Types.Of(input: 1),
            ReceptiveField = Broadcast,
            Rule = new(null, (n, dY) => Ops.Of("Where", n[0], dY, dY.Scalar(0)), (n, dY) => Ops.Of("Where", n[0], dY.Scalar(0), dY)),
            Fold = Picking.Where,
            Note = "Chosen, not multiplied by 0 or 1: what is infinite behind the other choice does not count.",
        },
        Unary("Neg", new((_, dY) => -dY), fold: Each(a => -a, a => -a), traits: Traits.Affine) with { Simplify = Simplifications.Undone },
        Unary("Reciprocal", new((n, dY) => -(dY * n.Y * n.Y)), fold: Each(a => 1 / a, null)),
        Unary("Abs", new((n, dY) => dY * Ops.Sign(n.X)), fold: Each(Math.Abs, a => a < 0 ? -a : a)),
        Unary("Sqrt", new((n, dY) => Ops.Unless(Ops.AtZero(n.X), n.Y, y => 0.5 * dY / y)), fold: Each(Math.Sqrt, null)),
        Unary("Exp", new((n, dY) => dY * n.Y), fold: Each(Math.Exp, null), traits: Traits.Pointwise),
        Unary("Log", new((n, dY) => dY / n.X), fold: Each(Math.Log, null)),
        Unary("Erf", new((n, dY) => dY * (2 / Math.Sqrt(Math.PI) * (-(n.X * n.X)).Exp())), traits: Traits.Pointwise),
        Unary("Sin", new((n, dY) => dY * Ops.Of("Cos", n.X))),
        Unary("Cos", new((n, dY) => -(dY * Ops.Of("Sin", n.X)))),
        Unary("Tan", new((n, dY) => dY * (1 + (n.Y * n.Y)))),
        Unary("Asin", new((n, dY) => dY / (1 - (n.X * n.X)).Sqrt())),
        Unary("Acos", new((n, dY) => -(dY / (1 - (n.X * n.X)).Sqrt()))),
        Unary("Atan", new((n, dY) => dY / (1 + (n.X * n.X)))),
        Unary("Sinh", new((n, dY) => dY * Ops.Of("Cosh", n.X))),
        Unary("Cosh", new((n, dY) => dY * Ops.Of("Sinh", n.X))),
        Unary("Asinh", new((n, dY) => dY / (1 + (n.X * n.X)).Sqrt())),
        Unary("Acosh", new((n, dY) => dY / ((n.X * n.X) - 1).Sqrt())),
        Unary("Atanh", new((n, dY) => dY / (1 - (n.X * n.X)))),
    ]);

    static Value Shared(Node n, int input, Value dY, Func<Value, Value> isExtreme) =>
        dY * isExtreme(n[input]) / n.Operands.Select(isExtreme).Aggregate((sum, mask) => sum + mask);

    /// <remarks>dX = dY·P·X^(P−1), and 0 where X is 0 and the slope there would be infinite. With respect to P there is a slope above 0 alone.</remarks>
    static Value PowBase(Node n, Value dY)
    {
        if (n[1].Constant is not { Length: 1 } exponent)
            return Ops.Unless(Ops.Of("And", Ops.AtZero(n.X), Ops.Of("Less", n[1], n[1].Scalar(1))), n.X, x => dY * n[1].Cast(x.Type) * Ops.Of("Pow", x, n[1] - 1));
        return exponent.To<double>()[0] switch
        {
            0 => Ops.Zeros(dY, dY.Shape),
            1 => dY,
            2 => dY * (2 * n.X),
            3 => dY * (3 * (n.X * n.X)),
            0.5 => Ops.Unless(Ops.AtZero(n.X), n.Y, y => dY * (0.5 / y)),
            < 1 and var p => Ops.Unless(Ops.AtZero(n.X), n.X, x => dY * (p * x.Pow(p - 1))),
            var p => dY * (p * n.X.Pow(p - 1)),
        };
    }
}
