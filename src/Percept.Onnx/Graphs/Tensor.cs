using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Percept.Onnx.Graphs;

/// <summary>A constant: its elements in memory, row by row, little-endian.</summary>
public sealed class Tensor
{
    /// <summary>A tensor over bytes that must never change afterwards.</summary>
    /// <exception cref="GraphException">The bytes are not as many as type and shape say.</exception>
    public Tensor(ElementType type, Shape shape, ReadOnlyMemory<byte> bytes)
    {
        var expected = (shape.Elements * type.Bits() + 7) / 8;
        if (bytes.Length != expected)
            throw new GraphException($"A {type} tensor of shape {shape} needs {expected} bytes, but {bytes.Length} are there.");
        (Type, Shape, Bytes) = (type, shape, bytes);
    }

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The elements' bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>How many elements there are.</summary>
    public int Length => (int)Shape.Elements;

    /// <summary>A float32 tensor of that shape.</summary>
    public static Tensor Of(Shape shape, params float[] values) => new(ElementType.Float32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>An int64 vector: axes, sizes, indices.</summary>
    public static Tensor Of(params ReadOnlySpan<long> values) => new(ElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>An int64 tensor of that shape.</summary>
    public static Tensor Of(Shape shape, params long[] values) => new(ElementType.Int64, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>A tensor of that shape and type that holds one number everywhere.</summary>
    public static Tensor Full(ElementType type, Shape shape, double value)
    {
        var values = new double[shape.Elements];
        Array.Fill(values, value);
        return From(type, shape, values);
    }

    /// <summary>A tensor of any numeric type from numbers; integers that do not fit wrap around, others become the nearest that does.</summary>
    public static Tensor From<T>(ElementType type, Shape shape, ReadOnlySpan<T> values) where T : INumber<T> => type switch
    {
        ElementType.Float32 => new(type, shape, Pack<T, float>(values)),
        ElementType.Float64 => new(type, shape, Pack<T, double>(values)),
        ElementType.Float16 => new(type, shape, Pack<T, Half>(values)),
        ElementType.Int64 => new(type, shape, Pack<T, long>(values)),
        ElementType.Int32 => new(type, shape, Pack<T, int>(values)),
        ElementType.Int16 => new(type, shape, Pack<T, short>(values)),
        ElementType.Int8 => new(type, shape, Pack<T, sbyte>(values)),
        ElementType.UInt64 => new(type, shape, Pack<T, ulong>(values)),
        ElementType.UInt32 => new(type, shape, Pack<T, uint>(values)),
        ElementType.UInt16 => new(type, shape, Pack<T, ushort>(values)),
        ElementType.UInt8 or ElementType.Bool => new(type, shape, Pack<T, byte>(values)),
        _ => throw new GraphException($"Constants of type {type} cannot be computed."),
    };

    /// <inheritdoc cref="From{T}(ElementType, Shape, ReadOnlySpan{T})"/>
    public static Tensor From<T>(ElementType type, Shape shape, T[] values) where T : INumber<T> => From(type, shape, (ReadOnlySpan<T>)values);

    /// <summary>The elements where <typeparamref name="T"/> is their own type.</summary>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.Span);

    /// <summary>The elements converted to another numeric type.</summary>
    public T[] To<T>() where T : INumber<T> => Type switch
    {
        ElementType.Float32 => Convert<float, T>(),
        ElementType.Float64 => Convert<double, T>(),
        ElementType.Float16 => Convert<Half, T>(),
        ElementType.BFloat16 => Array.ConvertAll(Values<ushort>().ToArray(), bits => T.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)bits << 16))),
        ElementType.Int64 => Convert<long, T>(),
        ElementType.Int32 => Convert<int, T>(),
        ElementType.Int16 => Convert<short, T>(),
        ElementType.Int8 => Convert<sbyte, T>(),
        ElementType.UInt64 => Convert<ulong, T>(),
        ElementType.UInt32 => Convert<uint, T>(),
        ElementType.UInt16 => Convert<ushort, T>(),
        ElementType.UInt8 or ElementType.Bool => Convert<byte, T>(),
        _ => throw new GraphException($"Constants of type {Type} cannot be read as numbers."),
    };

    /// <summary>The number that a tensor of one element holds.</summary>
    /// <exception cref="GraphException">It has none, or several.</exception>
    public double Number => One<double>();

    /// <summary>The size, axis or index that a tensor of one element holds.</summary>
    /// <exception cref="GraphException">It has none, or several.</exception>
    public int Whole => (int)Math.Clamp(One<long>(), int.MinValue, int.MaxValue);

    /// <summary>The elements as sizes, axes or indices.</summary>
    public int[] ToInts() => Array.ConvertAll(To<long>(), value => (int)Math.Clamp(value, int.MinValue, int.MaxValue));

    /// <summary>The same elements under another shape of as many.</summary>
    public Tensor Reshape(Shape shape) => new(Type, shape, Bytes);

    T One<T>() where T : INumber<T> => Length == 1 ? To<T>()[0] : throw new GraphException($"A tensor of shape {Shape} holds {Length} numbers, where one belongs.");

    T[] Convert<TFrom, T>() where TFrom : unmanaged, INumber<TFrom> where T : INumber<T>
    {
        var source = Values<TFrom>();
        var result = new T[source.Length];
        for (var i = 0; i < result.Length; i++) result[i] = T.CreateTruncating(source[i]);
        return result;
    }

    static byte[] Pack<TFrom, TTo>(ReadOnlySpan<TFrom> values) where TFrom : INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        var bytes = new byte[values.Length * Unsafe.SizeOf<TTo>()];
        var target = MemoryMarshal.Cast<byte, TTo>(bytes.AsSpan());
        for (var i = 0; i < values.Length; i++) target[i] = TTo.CreateTruncating(values[i]);
        return bytes;
    }
}
