using Percept.Onnx.Protos;
using Type = Percept.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Reads what a node holds itself: its attributes, and the tensor of a Constant.</summary>
static class Constants
{
    internal static Attributes Attributes(NodeProto node, TensorReader tensors)
    {
        var attributes = new Attributes();
        foreach (var attribute in node.Attribute)
        {
            if (attributes.Has(attribute.Name)) throw new GraphException($"The node '{node.Name}' ({node.OpType}) states its attribute '{attribute.Name}' twice.");
            attributes.Add(attribute.Name, Read(attribute, tensors));
        }

        return attributes;
    }

    /// <summary>What a Constant node holds, or null where it is not a tensor of numbers.</summary>
    internal static Tensor? Of(NodeProto node, TensorReader tensors) => node.Attribute.FirstOrDefault() is not { } attribute ? null : attribute.Name switch
    {
        "value" when attribute.T is not null => tensors.Read(attribute.T),
        "sparse_value" when attribute.SparseTensor is not null => tensors.Read(attribute.SparseTensor),
        "value_float" => Tensor.Of(Shape.Scalar, attribute.F),
        "value_floats" => Tensor.Of([attribute.Floats.Count], attribute.Floats.ToArray()),
        "value_int" => Tensor.Of(Shape.Scalar, attribute.I),
        "value_ints" => Tensor.Of(attribute.Ints.ToArray()),
        _ => null,
    };

    static Attribute Read(AttributeProto attribute, TensorReader tensors) => attribute.Type switch
    {
        Type.Int => attribute.I,
        Type.Float => attribute.F,
        Type.String => attribute.S.ToStringUtf8(),
        Type.Ints => attribute.Ints.ToArray(),
        Type.Floats => attribute.Floats.ToArray(),
        Type.Strings => attribute.Strings.Select(text => text.ToStringUtf8()).ToArray(),
        Type.Tensor when attribute.T is not null => tensors.Read(attribute.T),
        _ => Graphs.Attribute.Other(attribute),
    };
}
