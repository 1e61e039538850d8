using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Rules;

/// <remarks>
/// Quantised numbers stand for real ones, so their derivative is that of the numbers they stand for (a straight-through
/// estimator): rounding is not seen, and nothing flows where a number lay beyond what the integers can say.
/// </remarks>
static partial class Rules
{
    internal static readonly Rule QuantizeLinear = new((n, dY) =>
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
    });

    internal static readonly Rule DequantizeLinear = new((n, dY) => dY * AlongAxis(n, n[1]));

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
