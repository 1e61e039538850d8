namespace Percept.Onnx.Reaches.Traces;

/// <summary>Operators whose every output element depends on the one element of each input that broadcasting puts there.</summary>
static class Elementwise
{
    static readonly string[] operators =
    [
        "Add", "Sub", "Mul", "Div", "Mod", "Pow", "Max", "Min", "Mean", "Sum", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot",
        "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Celu", "Clip", "Cos", "Cosh", "Elu", "Erf", "Exp", "Floor", "Gelu",
        "HardSigmoid", "HardSwish", "Identity", "LeakyRelu", "Log", "Mish", "Neg", "PRelu", "Reciprocal", "Relu", "Round", "Selu", "Shrink",
        "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Tan", "Tanh", "ThresholdedRelu", "And", "Or", "Xor", "Not", "Equal",
        "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "IsNaN", "IsInf", "Where", "Cast", "Bernoulli",
    ];

    internal static Dictionary<string, Trace> Table { get; } = new(operators.ToDictionary(name => name, _ => (Trace)Broadcast), StringComparer.Ordinal)
    {
        ["Expand"] = First,
        ["Dropout"] = First,
        ["Trilu"] = First,
        ["BatchNormalization"] = First,
        ["QuantizeLinear"] = First,
        ["DequantizeLinear"] = First,
        ["CastLike"] = step => step.Input == 0 ? step.At : null,
        ["Shape"] = _ => null,
        ["Size"] = _ => null,
        ["EyeLike"] = _ => null,
        ["RandomNormalLike"] = _ => null,
        ["RandomUniformLike"] = _ => null,
    };

    internal static Region Broadcast(Step step)
    {
        var added = step.To.Rank - step.From.Rank;
        return new(step.From.Select((size, axis) => step.At[axis + added] is { } set && size == 1 && step.To[axis + added] != 1 ? IndexSet.Of(0) : step.At[axis + added]));
    }

    /// <summary>By element in the first input, and dependent on all of the others.</summary>
    static Region First(Step step) => step.Input == 0 ? Broadcast(step) : step.Everything;
}
