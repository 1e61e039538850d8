using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>The output does not depend on the inputs' values, or only in steps.</remarks>
    internal static readonly Rule Constant = new(Array.Empty<Pullback?>());

    /// <remarks>The output is the first input; what else there is are settings.</remarks>
    internal static readonly Rule Identity = new((_, dY) => dY);

    internal static readonly Rule Cast = new((n, dY) => dY.Cast(n.X.Type));

    // Arithmetic. Broadcasting is undone by the transform.
    internal static readonly Rule Add = new((_, dY) => dY, (_, dY) => dY);
    internal static readonly Rule Sub = new((_, dY) => dY, (_, dY) => -dY);
    internal static readonly Rule Mul = new((n, dY) => dY * n[1], (n, dY) => dY * n[0]);
    internal static readonly Rule Div = new((n, dY) => dY / n[1], (n, dY) => -(dY * n.Y / n[1]));
    internal static readonly Rule Neg = new((_, dY) => -dY);
    internal static readonly Rule Reciprocal = new((n, dY) => -(dY * n.Y * n.Y));
    internal static readonly Rule Sum = Rule.ForEveryInput((_, _, dY) => dY);
    internal static readonly Rule Mean = Rule.ForEveryInput((n, _, dY) => dY / n.Inputs.Count);

    /// <remarks>Y = A − k·B, with a whole number k.</remarks>
    internal static readonly Rule Mod = new((_, dY) => dY, (n, dY) => -(dY * Ops.Of("Round", (n[0] - n.Y) / n[1])));

    /// <remarks>Chosen, not multiplied by 0 or 1: what is infinite behind the other choice does not count.</remarks>
    internal static readonly Rule Where = new(null, (n, dY) => Ops.Of("Where", n[0], dY, dY.Scalar(0)), (n, dY) => Ops.Of("Where", n[0], dY.Scalar(0), dY));

    /// <remarks>Inputs that tie share dY.</remarks>
    internal static readonly Rule Max = Rule.ForEveryInput((n, i, dY) => Shared(n, i, dY, x => Ops.AtTop(x - n.Y)));
    internal static readonly Rule Min = Rule.ForEveryInput((n, i, dY) => Shared(n, i, dY, x => Ops.AtTop(n.Y - x)));

    // Powers and exponentials.
    internal static readonly Rule Sqrt = new((n, dY) => Ops.Unless(Ops.AtZero(n.X), n.Y, y => 0.5 * dY / y));
    internal static readonly Rule Exp = new((n, dY) => dY * n.Y);
    internal static readonly Rule Log = new((n, dY) => dY / n.X);
    internal static readonly Rule Pow = new(PowBase, (n, dY) => Ops.Unless(Ops.Of("Not", Ops.Of("Greater", n.X, n.X.Scalar(0))), n.X, x => dY * n.Y * x.Log()));
    internal static readonly Rule Erf = new((n, dY) => dY * (2 / Math.Sqrt(Math.PI) * (-(n.X * n.X)).Exp()));

    // Trigonometry.
    internal static readonly Rule Sin = new((n, dY) => dY * Ops.Of("Cos", n.X));
    internal static readonly Rule Cos = new((n, dY) => -(dY * Ops.Of("Sin", n.X)));
    internal static readonly Rule Tan = new((n, dY) => dY * (1 + (n.Y * n.Y)));
    internal static readonly Rule Asin = new((n, dY) => dY / (1 - (n.X * n.X)).Sqrt());
    internal static readonly Rule Acos = new((n, dY) => -(dY / (1 - (n.X * n.X)).Sqrt()));
    internal static readonly Rule Atan = new((n, dY) => dY / (1 + (n.X * n.X)));
    internal static readonly Rule Sinh = new((n, dY) => dY * Ops.Of("Cosh", n.X));
    internal static readonly Rule Cosh = new((n, dY) => dY * Ops.Of("Sinh", n.X));
    internal static readonly Rule Asinh = new((n, dY) => dY / (1 + (n.X * n.X)).Sqrt());
    internal static readonly Rule Acosh = new((n, dY) => dY / ((n.X * n.X) - 1).Sqrt());
    internal static readonly Rule Atanh = new((n, dY) => dY / (1 - (n.X * n.X)));
    internal static readonly Rule Tanh = new((n, dY) => dY * Ops.OneMinus(n.Y * n.Y));

    static Value Shared(Node n, int input, Value dY, Func<Value, Value> isExtreme) =>
        dY * isExtreme(n[input]) / n.Inputs.Select(x => isExtreme(x!)).Aggregate((sum, mask) => sum + mask);

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
