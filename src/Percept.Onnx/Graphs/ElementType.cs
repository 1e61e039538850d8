namespace Percept.Onnx.Graphs;

/// <summary>The type of a tensor's elements, numbered as in ONNX's <c>TensorProto.DataType</c>.</summary>
public enum ElementType
{
    /// <summary>No type: what a sequence, a map or an unknown operator yields.</summary>
    Undefined = 0,
    /// <summary>32-bit floating point: what networks are made of.</summary>
    Float32 = 1,
    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 2,
    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 3,
    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 4,
    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 5,
    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 6,
    /// <summary>Signed 64-bit integer: shapes, axes and indices.</summary>
    Int64 = 7,
    /// <summary>Text.</summary>
    String = 8,
    /// <summary>True or false.</summary>
    Bool = 9,
    /// <summary>16-bit floating point (IEEE half).</summary>
    Float16 = 10,
    /// <summary>64-bit floating point.</summary>
    Float64 = 11,
    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 12,
    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 13,
    /// <summary>Pair of 32-bit floating points.</summary>
    Complex64 = 14,
    /// <summary>Pair of 64-bit floating points.</summary>
    Complex128 = 15,
    /// <summary>16-bit floating point with eight exponent bits.</summary>
    BFloat16 = 16,
    /// <summary>8-bit floating point, 4 exponent and 3 mantissa bits, finite and NaN.</summary>
    Float8E4M3FN = 17,
    /// <summary>8-bit floating point, 4 exponent and 3 mantissa bits, one zero.</summary>
    Float8E4M3FNUZ = 18,
    /// <summary>8-bit floating point, 5 exponent and 2 mantissa bits.</summary>
    Float8E5M2 = 19,
    /// <summary>8-bit floating point, 5 exponent and 2 mantissa bits, one zero.</summary>
    Float8E5M2FNUZ = 20,
    /// <summary>Unsigned 4-bit integer, two a byte.</summary>
    UInt4 = 21,
    /// <summary>Signed 4-bit integer, two a byte.</summary>
    Int4 = 22,
    /// <summary>4-bit floating point, 2 exponent bits and 1 mantissa bit, two a byte.</summary>
    Float4E2M1 = 23,
    /// <summary>8-bit exponent alone: scales of blocks.</summary>
    Float8E8M0 = 24,
    /// <summary>Unsigned 2-bit integer, four a byte.</summary>
    UInt2 = 25,
    /// <summary>Signed 2-bit integer, four a byte.</summary>
    Int2 = 26,
}

/// <summary>What can be said of an element type.</summary>
static class ElementTypes
{
    /// <summary>Whether derivatives are taken of it.</summary>
    public static bool IsFloat(this ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16;

    /// <summary>Bits of one element; 0 where an element has no fixed size.</summary>
    public static int Bits(this ElementType type) => type switch
    {
        ElementType.UInt2 or ElementType.Int2 => 2,
        ElementType.UInt4 or ElementType.Int4 or ElementType.Float4E2M1 => 4,
        ElementType.Float8E8M0 or ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 8,
        ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ => 8,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 16,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 32,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 or ElementType.Complex64 => 64,
        ElementType.Complex128 => 128,
        _ => 0,
    };
}
