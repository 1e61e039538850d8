using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Inference;

namespace Percept.Onnx.Operators;

/// <summary>Operators that make tensors from shapes, numbers and chance, or say where something is.</summary>
static class Generation
{
    internal static IReadOnlyList<Operator> All { get; } =
    [
        new("Shape") { Infer = ShapeOf, ReceptiveField = _ => null, Rule = Rule.Constant, Fold = (node, _) => Span(node) is var span ? Tensor.Of(node.X.Shape.ToLongs().AsSpan(span.Start..span.End)) : null },
        new("Size") { Infer = _ => [new(ElementType.Int64, Shape.Scalar)], ReceptiveField = _ => null, Rule = Rule.Constant, Fold = (node, _) => Tensor.Of(Shape.Scalar, node.X.Shape.Elements) },
        new("ConstantOfShape")
        {
            Infer = node => [new(node.Attributes.Tensor("value")?.Type ?? ElementType.Float32, node[0].Constant is { } shape ? Shape.Of(shape.To<long>()) : null)],
            Rule = Rule.Constant,
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
            Infer = node => [node.X.Shape.Rank != 2 ? throw new GraphException("it is not a matrix.") : new(node.Int("dtype") is var type and not 0 ? (ElementType)type : node.X.Type, node.X.Shape)],
            ReceptiveField = _ => null,
            Rule = Rule.Constant,
        },
        new("BlackmanWindow") { Infer = Window },
        new("HammingWindow") { Infer = Window },
        new("HannWindow") { Infer = Window },
        new("Bernoulli") { Infer = node => [new(ElementTypeInference.Of(node, 0), node.X.Shape)], ReceptiveField = Elementwise.Broadcast, Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomNormalLike") { Infer = node => [new(ElementTypeInference.Of(node, 0), node.X.Shape)], ReceptiveField = _ => null, Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomUniformLike") { Infer = node => [new(ElementTypeInference.Of(node, 0), node.X.Shape)], ReceptiveField = _ => null, Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomNormal") { Rule = Rule.Constant, Traits = Traits.Random },
        new("RandomUniform") { Rule = Rule.Constant, Traits = Traits.Random },
        new("Multinomial") { Rule = Rule.Constant, Traits = Traits.Random },
        new("NonZero") { Rule = Rule.Constant },
        new("NonMaxSuppression") { Rule = Rule.Constant },
    ];

    static IReadOnlyList<TensorType> ShapeOf(Node node)
    {
        var (start, end, _) = Span(node);
        return [new(ElementType.Int64, [end - start])];
    }

    /// <summary>The axes that Shape tells: all, or those from its start up to its end.</summary>
    internal static (int Start, int End, int Rank) Span(Node node)
    {
        var rank = node.X.Shape.Rank;
        int Clamp(int axis) => Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);
        var start = Clamp(node.Int("start"));
        return (start, Math.Max(Clamp(node.Int("end", or: rank)), start), rank);
    }

    static IReadOnlyList<TensorType> Range(Node node)
    {
        if (node.Inputs.Any(input => input!.Constant is null)) return [new(node.X.Type, null)];
        var (start, limit, delta) = (node.Known(0).Number, node.Known(1).Number, node.Known(2).Number);
        return [new(node.X.Type, [(int)Math.Max(Math.Ceiling((limit - start) / delta), 0)])];
    }

    static IReadOnlyList<TensorType> Window(Node node) =>
        [new(node.Int("output_datatype") is var type and not 0 ? (ElementType)type : ElementType.Float32, node[0].Constant is { } size ? [size.Whole] : null)];
}
