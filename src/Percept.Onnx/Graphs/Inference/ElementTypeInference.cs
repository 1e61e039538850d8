namespace Percept.Onnx.Graphs.Inference;

/// <summary>The type of what operators yield, where the shape is not known.</summary>
static class ElementTypeInference
{
    internal static ElementType Of(Node node, int output) => node.Operator switch
    {
        "Shape" or "Size" or "ArgMax" or "ArgMin" or "NonZero" or "NonMaxSuppression" or "SequenceLength" => ElementType.Int64,
        "MaxPool" or "TopK" or "Unique" when output > 0 => ElementType.Int64,
        "Dropout" when output > 0 => ElementType.Bool,
        "And" or "Or" or "Xor" or "Not" or "Equal" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "IsNaN" or "IsInf" or "OptionalHasElement" => ElementType.Bool,
        "Cast" => (ElementType)node.Int("to"),
        "CastLike" or "Where" or "DequantizeLinear" => Input(node, 1),
        "OneHot" => Input(node, 2),
        "ConstantOfShape" => node.Attributes.Tensor("value")?.Type ?? ElementType.Float32,
        "QuantizeLinear" => node.Optional(2)?.Type ?? Set(node, "output_dtype", ElementType.UInt8),
        "DynamicQuantizeLinear" => output == 1 ? ElementType.Float32 : ElementType.UInt8,
        "ConvInteger" or "MatMulInteger" => ElementType.Int32,
        "QLinearConv" or "QLinearMatMul" => Input(node, 7),
        "EyeLike" or "Bernoulli" or "RandomNormalLike" or "RandomUniformLike" => Set(node, "dtype", Input(node, 0)),
        "RandomNormal" or "RandomUniform" => Set(node, "dtype", ElementType.Float32),
        "Multinomial" => Set(node, "dtype", ElementType.Int32),
        "BlackmanWindow" or "HammingWindow" or "HannWindow" or "MelWeightMatrix" => Set(node, "output_datatype", ElementType.Float32),
        "TfIdfVectorizer" => ElementType.Float32,
        "Constant" or "If" or "Loop" or "Scan" or "Optional" or "OptionalGetElement" or "SplitToSequence" or "ImageDecoder" or "RegexFullMatch" or "StringSplit" => ElementType.Undefined,
        var other when other.StartsWith("Sequence", StringComparison.Ordinal) || other.Contains("::", StringComparison.Ordinal) => ElementType.Undefined,
        "ConcatFromSequence" => ElementType.Undefined,
        _ => Input(node, 0),
    };

    static ElementType Input(Node node, int index) => node.Optional(index)?.Type ?? ElementType.Undefined;

    static ElementType Set(Node node, string attribute, ElementType or) => node.Int(attribute) is var type and not 0 ? (ElementType)type : or;
}
