using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using static Percept.Onnx.Operators.Types;

namespace Percept.Onnx.Operators;

/// <summary>Operators that make tensors from shapes, numbers and chance, or say where something is.</summary>
static class Generation
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Shape") { Traits = Traits.OfShape, Infer = ShapeOf, Type = Always(ElementType.Int64), ReceptiveField = _ => null, Rule = Rule.Constant, Fold = (node, _) => Span(node) is var span ? Tensor.Of(node.X.Shape.ToLongs().AsSpan(span.Start..span.End)) : null },
        new("Size") { Traits = Traits.OfShape, Infer = _ => [Shape.Scalar], Type = Always(ElementType.Int64), ReceptiveField = _ => null, Rule = Rule.Constant, Fold = (node, _) => Tensor.Of(Shape.Scalar, node.X.Shape.Elements) },
        new("ConstantOfShape")
        {
            Type = (node, _) => node.Attributes.Tensor("value")?.Type ?? ElementType.Float32,
            Infer = node => [node[0].Constant is { } shape ? Shape.Of(shape.To<long>()) : null],
            Rule = Rule.Constant,
            Traits = Traits.Repeating,
            Fold = (node, output) => Tensor.Full(output.Element, output.Shape!, node.Attributes.Tensor("value")?.Number ?? 0),
        },
        new("Range")
        {
            Infer = Range,
            Rule = Rule.Constant,
            Fold = (node, output) => Tensor.From<double>(output.Element, output.Shape!,
                    [.. Enumerable.Range(0, output.Shape![0]).Select(i => node.Known(0).Number + (i * node.Known(2).Number))]),
        },
        new("EyeLike")
        {
            Type = Set("dtype", Of(input: 0)),
            Infer = node => [node.X.Shape.Rank != 2 ? throw new GraphException("it is not a matrix.") : node.X.Shape],
            ReceptiveField = _ => null,
            Rule = Rule.Constant,
        },
        new("BlackmanWindow") { Infer = Window, Type = Set("output_datatype", ElementType.Float32) },
        new("HammingWindow") { Infer = Window, Type = Set("output_datatype", ElementType.Float32) },
        new("HannWindow") { Infer = Window, Type = Set("output_datatype", ElementType.Float32) },
        new("Bernoulli") { Infer = Elementwise.First, Type = Set("dtype", Of(input: 0)), ReceptiveField = Elementwise.Broadcast, Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomNormalLike") { Infer = Elementwise.First, Type = Set("dtype", Of(input: 0)), ReceptiveField = _ => null, Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomUniformLike") { Infer = Elementwise.First, Type = Set("dtype", Of(input: 0)), ReceptiveField = _ => null, Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomNormal") { Type = Set("dtype", ElementType.Float32), Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomUniform") { Type = Set("dtype", ElementType.Float32), Rule = Rule.Constant, Traits = Traits.Random },
        new("Multinomial") { Type = Set("dtype", ElementType.Int32), Rule = Rule.Constant, Traits = Traits.Random },
        new("NonZero") { Type = Always(ElementType.Int64), Rule = Rule.Constant },
        new("NonMaxSuppression") { Type = Always(ElementType.Int64), Rule = Rule.Constant },
    ];

    static IReadOnlyList<Shape?> ShapeOf(Node node)
    {
        var (start, end, _) = Span(node);
        return [[end - start]];
    }

    /// <summary>The axes that Shape tells: all, or those from its start up to its end.</summary>
    internal static (int Start, int End, int Rank) Span(Node node)
    {
        var rank = node.X.Shape.Rank;
        int Clamp(int axis) => Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);
        var start = Clamp(node.Int("start"));
        return (start, Math.Max(Clamp(node.Int("end", or: rank)), start), rank);
    }

    static IReadOnlyList<Shape?> Range(Node node)
    {
        if (node.Operands.Any(input => input.Constant is null)) return [null];
        var (start, limit, delta) = (node.Known(0).Number, node.Known(1).Number, node.Known(2).Number);
        return [[(int)Math.Max(Math.Ceiling((limit - start) / delta), 0)]];
    }

    static IReadOnlyList<Shape?> Window(Node node) => [node[0].Constant is { } size ? [size.Whole] : null];
}
