using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Graphs;
using static Percept.Onnx.Graphs.Folding.Evaluation;
using static Percept.Onnx.Operators.Elementwise;

namespace Percept.Onnx.Operators;

/// <summary>Numbers that stand for others.</summary>
/// <remarks>
/// Their derivative is that of the numbers they stand for (a straight-through estimator): rounding is not seen, and nothing
/// flows where a number lay beyond what the integers can say.
/// </remarks>
static class Quantization
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("QuantizeLinear")
        {
            Infer = First,
            Type = (node, output) => node.Optional(2)?.Type ?? Types.Set("output_dtype", ElementType.UInt8)(node, output),
            ReceptiveField = OfFirst,
            Rule = new(Quantized),
            Traits = Traits.Pointwise,
        },
        new("DequantizeLinear") { Infer = First, Type = Types.Of(input: 1), ReceptiveField = OfFirst, Rule = new((n, dY) => dY * AlongAxis(n, n[1])), Fold = Dequantized, Traits = Traits.Pointwise },
        new("DynamicQuantizeLinear") { Type = (_, output) => output == 1 ? ElementType.Float32 : ElementType.UInt8, Infer = node => [node.X.Shape, Shape.Scalar, Shape.Scalar] },
    ];

    static Value Quantized(Node n, Value dY)
    {
        var (low, high) = n.Y.Type switch
        {
            ElementType.UInt8 => (0, 255),
            ElementType.Int8 => (-128, 127),
            ElementType.UInt16 => (0, 65535),
            ElementType.Int16 => (-32768, 32767),
            var type => throw new GraphException($"{n} quantises to {type}, which has no gradient rule; 8 and 16 bits have one."),
        };
        var scale = AlongAxis(n, n[1]);
        var place = n.X / scale;
        if (n.Optional(2) is { } zero) place += AlongAxis(n, zero.Cast(place.Type));
        return dY / scale * Ops.Step(place - (low - 0.5)) * Ops.Step(high + 0.5 - place);
    }

    /// <summary>A number for all, or one for each index of the axis.</summary>
    static Value AlongAxis(Node n, Value numbers)
    {
        if (n.Int("block_size") != 0) throw new GraphException($"{n} has a scale for each block, which has no gradient rule; one for all or for each channel has.");
        if (numbers.Shape.Rank == 0) return numbers;
        if (numbers.Shape.Elements == 1) return numbers.Reshape(Shape.Scalar);
        var axis = n.X.Shape.Axis(n.Int("axis", or: 1));
        return numbers.Reshape([numbers.Shape[0], .. Enumerable.Repeat(1, n.X.Shape.Rank - axis - 1)]);
    }
}
