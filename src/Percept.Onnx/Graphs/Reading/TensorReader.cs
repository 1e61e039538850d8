using System.Runtime.InteropServices;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Reads a tensor out of the several fields ONNX may keep it in.</summary>
/// <param name="folder">Where external data may lie.</param>
/// <param name="widens">Whether halves and doubles are read as single precision.</param>
sealed class TensorReader(string? folder, bool widens = false)
{
    /// <summary>The most elements that a model's sparse tensors may have when they are written out, together.</summary>
    const long MostSparse = 1 << 26;

    readonly ExternalData external = new(folder);
    long sparse;

    internal Tensor Read(TensorProto proto)
    {
        try
        {
            var (type, shape) = ((ElementType)proto.DataType, Shape.Of(proto.Dims.ToArray()));
            if (type == ElementType.String) return new(type, shape, default);
            if (type.Bits() == 0) throw new GraphException($"the element type {proto.DataType} does not exist.");
            var bytes = (shape.Elements * type.Bits() + 7) / 8;
            var tensor = new Tensor(type, shape, proto.DataLocation == TensorProto.Types.DataLocation.External ? external.Read(proto, bytes)
                : proto.HasRawData ? proto.RawData.Memory
                : Fields(proto, type));
            return widens ? Widening.Widen(tensor) : tensor;
        }
        catch (GraphException error)
        {
            throw new GraphException($"The tensor '{proto.Name}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>A tensor of which only the elements that are not zero are stored, with all its elements.</summary>
    internal Tensor Read(SparseTensorProto proto)
    {
        if (proto.Values is null || proto.Indices is null) throw new GraphException("A sparse tensor lacks its values or their places.");
        var (values, indices, shape) = (Read(proto.Values), Read(proto.Indices), Shape.Of(proto.Dims.ToArray()));
        var (width, places) = (values.Type.Bits() / 8, indices.To<long>());
        if ((sparse += shape.Elements) > MostSparse || width == 0) throw new GraphException($"The sparse tensor '{proto.Values.Name}' ({values.Type}, {shape}) cannot be read: it is of a narrow type, or the model's sparse tensors have more than {MostSparse:N0} elements.");

        var bytes = new byte[shape.Elements * width];
        var rank = places.Length == values.Length ? 1 : shape.Rank;
        if (places.Length != values.Length * rank) throw new GraphException($"The sparse tensor '{proto.Values.Name}' has {values.Length} values, but {places.Length} numbers for their places.");
        for (var i = 0; i < values.Length; i++)
        {
            var place = rank == 1 ? places[i] : Enumerable.Range(0, rank).Aggregate(0L, (offset, axis) => (offset * shape[axis]) + places[(i * rank) + axis]);
            if (place < 0 || place >= shape.Elements) throw new GraphException($"The sparse tensor '{proto.Values.Name}' has a value outside its shape {shape}.");
            values.Bytes.Span.Slice(i * width, width).CopyTo(bytes.AsSpan((int)place * width));
        }

        return new(values.Type, shape, bytes);
    }

    static byte[] Fields(TensorProto proto, ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Complex64 => Bytes(proto.FloatData.ToArray()),
        ElementType.Float64 or ElementType.Complex128 => Bytes(proto.DoubleData.ToArray()),
        ElementType.Int64 => Bytes(proto.Int64Data.ToArray()),
        ElementType.UInt64 => Bytes(proto.Uint64Data.ToArray()),
        ElementType.UInt32 => Bytes(proto.Uint64Data.Select(value => unchecked((uint)value)).ToArray()),
        ElementType.Int32 => Bytes(proto.Int32Data.ToArray()),
        // Narrow types are kept one an int32; halves by their bits.
        _ when type.Bits() == 16 => Bytes(proto.Int32Data.Select(value => unchecked((ushort)value)).ToArray()),
        _ => [.. proto.Int32Data.Select(value => unchecked((byte)value))],
    };

    static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
