using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Reads models of half or double precision as if they were of single precision.</summary>
/// <remarks>
/// ONNX Runtime's CPU kernels, and the masks that gradients are made of, exist for float32. What a model in halves computes is
/// so computed more exactly than it was meant to be; casts between the widths disappear. A model that only has a few doubles for
/// its shape arithmetic keeps them.
/// </remarks>
static class Widening
{
    /// <summary>Doubles beyond this many are weights, and not settings of an operator.</summary>
    const int MostSettings = 64;

    /// <summary>The attributes that name an element type.</summary>
    static readonly string[] types = ["to", "dtype", "output_dtype"];

    /// <summary>Whether a model has anything to widen; its types then say float32. Its tensors are <see cref="Widen(Tensor)"/>ed as they are read.</summary>
    internal static bool Widen(ModelProto model)
    {
        if (!IsHalf(model.Graph) && !IsDouble(model.Graph)) return false;
        Widen(model.Graph);
        return true;
    }

    /// <summary>A tensor in single precision, where it is of another.</summary>
    internal static Tensor Widen(Tensor tensor) => IsOther((int)tensor.Type) ? Tensor.Of(tensor.Shape, tensor.To<float>()) : tensor;

    static bool IsOther(long type) => (ElementType)type is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float64;

    static bool IsHalf(GraphProto graph) => Types(graph).Concat(graph.Initializer.Concat(graph.Node.SelectMany(node => node.Attribute).Select(attribute => attribute.T).OfType<TensorProto>()).Select(tensor => tensor.DataType))
        .Any(type => (ElementType)type is ElementType.Float16 or ElementType.BFloat16);

    static bool IsDouble(GraphProto graph) => Types(graph).Contains((int)ElementType.Float64)
        || graph.Initializer.Any(tensor => tensor.DataType == (int)ElementType.Float64 && tensor.Dims.Aggregate(1.0, (product, size) => product * size) > MostSettings);

    static IEnumerable<int> Types(GraphProto graph) => graph.Input.Select(input => input.Type?.TensorType?.ElemType ?? 0);

    static void Widen(GraphProto graph)
    {
        foreach (var info in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
            if (info.Type?.TensorType is { } tensor && IsOther(tensor.ElemType)) tensor.ElemType = (int)ElementType.Float32;
        foreach (var attribute in graph.Node.SelectMany(node => node.Attribute))
        {
            if (attribute.G is { } inner) Widen(inner);
            if (types.Contains(attribute.Name) && IsOther(attribute.I)) attribute.I = (int)ElementType.Float32;
        }
    }
}
