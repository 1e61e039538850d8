namespace Percept.Onnx.Graphs.Inference;

/// <summary>Operators whose output has the shape of their inputs, broadcast together.</summary>
static class Elementwise
{
    internal static Dictionary<string, InferTypes> Table { get; } = new(StringComparer.Ordinal)
    {
        ["Add"] = Same,
        ["Sub"] = Same,
        ["Mul"] = Same,
        ["Div"] = Same,
        ["Mod"] = Same,
        ["Pow"] = Same,
        ["Max"] = Same,
        ["Min"] = Same,
        ["Mean"] = Same,
        ["Sum"] = Same,
        ["BitShift"] = Same,
        ["BitwiseAnd"] = Same,
        ["BitwiseOr"] = Same,
        ["BitwiseXor"] = Same,
        ["BitwiseNot"] = First,
        ["Abs"] = First,
        ["Acos"] = First,
        ["Acosh"] = First,
        ["Asin"] = First,
        ["Asinh"] = First,
        ["Atan"] = First,
        ["Atanh"] = First,
        ["Ceil"] = First,
        ["Celu"] = First,
        ["Clip"] = First,
        ["Cos"] = First,
        ["Cosh"] = First,
        ["CumSum"] = First,
        ["Elu"] = First,
        ["Erf"] = First,
        ["Exp"] = First,
        ["Floor"] = First,
        ["Gelu"] = First,
        ["HardSigmoid"] = First,
        ["HardSwish"] = First,
        ["Hardmax"] = AlongAxis,
        ["Identity"] = First,
        ["LeakyRelu"] = First,
        ["Log"] = First,
        ["LogSoftmax"] = AlongAxis,
        ["Mish"] = First,
        ["Neg"] = First,
        ["PRelu"] = node => node[1].Shape.BroadcastsTo(node.X.Shape) ? First(node) : throw new GraphException($"slopes of shape {node[1].Shape} do not go with it."),
        ["Reciprocal"] = First,
        ["Relu"] = First,
        ["Round"] = First,
        ["Selu"] = First,
        ["Shrink"] = First,
        ["Sigmoid"] = First,
        ["Sign"] = First,
        ["Sin"] = First,
        ["Sinh"] = First,
        ["Softmax"] = AlongAxis,
        ["Softplus"] = First,
        ["Softsign"] = First,
        ["Sqrt"] = First,
        ["Tan"] = First,
        ["Tanh"] = First,
        ["ThresholdedRelu"] = First,
        ["Trilu"] = First,
        ["BatchNormalization"] = PerChannel,
        ["GroupNormalization"] = PerChannel,
        ["InstanceNormalization"] = PerChannel,
        ["LRN"] = node => node.Int("size") > 0 ? First(node) : throw new GraphException($"its size is {node.Int("size")}, which must be positive."),
        ["LpNormalization"] = AlongAxis,
        ["MeanVarianceNormalization"] = First,
        ["Bernoulli"] = node => [new(ElementTypeInference.Of(node, 0), node.X.Shape)],
        ["RandomNormalLike"] = node => [new(ElementTypeInference.Of(node, 0), node.X.Shape)],
        ["RandomUniformLike"] = node => [new(ElementTypeInference.Of(node, 0), node.X.Shape)],
        ["Dropout"] = node => [node.X.TensorType, new(ElementType.Bool, node.X.Shape)],
        ["LayerNormalization"] = LayerNormalization,
        ["And"] = Truth,
        ["Or"] = Truth,
        ["Xor"] = Truth,
        ["Not"] = Truth,
        ["Equal"] = Truth,
        ["Greater"] = Truth,
        ["GreaterOrEqual"] = Truth,
        ["Less"] = Truth,
        ["LessOrEqual"] = Truth,
        ["IsNaN"] = Truth,
        ["IsInf"] = Truth,
        ["Where"] = node => [new(node[1].Type, Shape.Broadcast(node[0].Shape, Shape.Broadcast(node[1].Shape, node[2].Shape)))],
        ["Cast"] = node => [new((ElementType)node.Int("to"), node.X.Shape)],
        ["CastLike"] = node => [new(node[1].Type, node.X.Shape)],
        ["QuantizeLinear"] = node => [new(node.Optional(2)?.Type ?? (node.Int("output_dtype") is var type and not 0 ? (ElementType)type : ElementType.UInt8), node.X.Shape)],
        ["DequantizeLinear"] = node => [new(node[1].Type, node.X.Shape)],
    };

    static IReadOnlyList<TensorType> First(Node node) => [node.X.TensorType];

    static IReadOnlyList<TensorType> AlongAxis(Node node)
    {
        node.X.Shape.Axis(node.Int("axis", or: -1));
        return First(node);
    }

    static IReadOnlyList<TensorType> PerChannel(Node node)
    {
        if (node.X.Shape.Rank < 2 || (node.Operator != "BatchNormalization" && node.X.Shape.Rank < 3)) throw new GraphException("it lacks the axes that are normalised.");
        // Before opset 21 a group has one number, not a channel.
        foreach (var input in node.Operator == "GroupNormalization" ? [] : node.Inputs.Skip(1))
            if (input is { HasShape: true } && (input.Shape.Rank != 1 || input.Shape[0] != node.X.Shape[1])) throw new GraphException($"'{input.Name}' ({input.Shape}) does not have one number for each of {node.X.Shape[1]} channels.");
        return node.Operator == "BatchNormalization" && node.Flag("training_mode") ? [node.X.TensorType, node[3].TensorType, node[4].TensorType] : First(node);
    }

    static IReadOnlyList<TensorType> Same(Node node)
    {
        // Pow and BitShift may differ; for the rest, mixed types are an error that the runtime would report without naming the node.
        if (node.Operator is not ("Pow" or "BitShift") && node.Inputs.FirstOrDefault(input => input!.Type != node.X.Type) is { } odd)
            throw new GraphException($"{node.X.Type} and {odd.Type} do not mix; a Cast is missing.");
        return [new(node.X.Type, Broadcast(node))];
    }

    static IReadOnlyList<TensorType> Truth(Node node) => [new(ElementType.Bool, Broadcast(node))];

    static Shape Broadcast(Node node) => node.Inputs.Aggregate(Shape.Scalar, (shape, input) => Shape.Broadcast(shape, input!.Shape));

    static IReadOnlyList<TensorType> LayerNormalization(Node node)
    {
        var axis = node.X.Shape.Axis(node.Int("axis", or: -1));
        Shape reduced = [.. node.X.Shape.Select((size, i) => i < axis ? size : 1)];
        return [node.X.TensorType, new(ElementType.Float32, reduced), new(ElementType.Float32, reduced)];
    }
}
