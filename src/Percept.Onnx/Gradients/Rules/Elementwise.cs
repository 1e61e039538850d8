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

    internal static readonly Rule Where = new(null, (n, dY) => dY * n[0].Cast(dY.Type), (n, dY) => dY * Ops.Of("Not", n[0]).Cast(dY.Type));

    /// <remarks>Inputs that tie share dY.</remarks>
    internal static readonly Rule Max = Rule.ForEveryInput((n, i, dY) => Shared(n, i, dY, x => Ops.AtTop(x - n.Y)));
    internal static readonly Rule Min = Rule.ForEveryInput((n, i, dY) => Shared(n, i, dY, x => Ops.AtTop(n.Y - x)));

    // Powers and exponentials.
    internal static readonly Rule Sqrt = new((n, dY) => 0.5 * dY / n.Y);
    internal static readonly Rule Exp = new((n, dY) => dY * n.Y);
    internal static readonly Rule Log = new((n, dY) => dY / n.X);
    internal static readonly Rule Pow = new((n, dY) => dY * PowDerivative(n), (n, dY) => dY * n.Y * n.X.Log());
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

    static Value PowDerivative(Node n) => n[1].Constant is { Length: 1 } exponent ? exponent.To<double>()[0] switch
    {
        1 => n.X.Scalar(1),
        2 => 2 * n.X,
        3 => 3 * (n.X * n.X),
        0.5 => 0.5 / n.Y,
        var p => p * n.X.Pow(p - 1),
    } : n[1].Cast(n.X.Type) * Ops.Of("Pow", n.X, n[1] - 1);
}
