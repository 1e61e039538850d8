namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>The output does not depend on the inputs' values, or only in steps.</remarks>
    internal static readonly Rule Constant = new(Array.Empty<Pullback?>());

    internal static readonly Rule Add = new((_, dY) => dY, (_, dY) => dY);

    internal static readonly Rule Mul = new((n, dY) => dY * n[1], (n, dY) => dY * n[0]);

    internal static readonly Rule Relu = new((n, dY) => dY * Ops.Step(n.Y));
}
