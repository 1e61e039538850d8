using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Percept.Onnx.Graphs;

namespace Percept.Numerics;

/// <summary>The beginning of a NumPy file, as numpy.lib.format describes it: a magic word, a version, and a Python dictionary as text.</summary>
/// <param name="Kind">The elements' type, such as <c>&lt;f4</c>.</param>
/// <param name="IsFortran">Whether the first axis runs fastest.</param>
/// <param name="Shape">The sizes of the axes.</param>
/// <param name="Length">Where the elements begin.</param>
sealed partial record NpyHeader(string Kind, bool IsFortran, Shape Shape, int Length)
{
    /// <summary>Elements begin at a multiple of this, so that they can be mapped into memory.</summary>
    const int Alignment = 64;

    static readonly byte[] magic = [0x93, .. "NUMPY"u8];

    /// <summary>Reads the header of a file.</summary>
    internal static NpyHeader Parse(ReadOnlySpan<byte> bytes, string path)
    {
        if (!bytes.StartsWith(magic)) throw new ArrayException($"'{path}' is not a NumPy file; write one by numpy.save.");
        if (bytes.Length < 12) throw Truncated(path);
        var start = bytes[6] switch
        {
            1 => 10,
            2 or 3 => 12,
            var version => throw new ArrayException($"'{path}' is a NumPy file of version {version}, and versions 1 to 3 are read; write it by numpy.save."),
        };
        var length = start == 10 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > bytes.Length - start) throw Truncated(path);

        var text = Encoding.UTF8.GetString(bytes.Slice(start, (int)length));
        var (kind, order, shape) = (KindEntry().Match(text), OrderEntry().Match(text), ShapeEntry().Match(text));
        if (!kind.Success || !order.Success || !shape.Success)
            throw new ArrayException($"The NumPy file '{path}' does not hold one array of numbers (its header is {text.Trim()}); save one such as numpy.float32.");
        return new(kind.Groups[1].Value, order.Groups[1].Value == "True", ShapeOf(shape.Groups[1].Value, path), start + (int)length);
    }

    /// <summary>The header of a file of float32 in C order.</summary>
    internal static byte[] Write(Shape shape)
    {
        var sizes = string.Concat(shape.Select(size => string.Create(CultureInfo.InvariantCulture, $"{size}, ")));
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({(shape.Rank == 1 ? sizes.TrimEnd() : sizes.TrimEnd(' ', ','))}), }}";
        var padded = ((10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment) - 10;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded);
        return [.. magic, 1, 0, .. length, .. Encoding.ASCII.GetBytes(text.PadRight(padded - 1)), (byte)'\n'];
    }

    internal static ArrayException Truncated(string path) => new($"The NumPy file '{path}' is truncated; write it anew.");

    static Shape ShapeOf(string text, string path)
    {
        try
        {
            return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(size => int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture))];
        }
        catch (Exception error) when (error is FormatException or OverflowException or GraphException)
        {
            throw new ArrayException($"The NumPy file '{path}' has the shape ({text}), which is not one that memory can hold; save a smaller array.", error);
        }
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex KindEntry();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderEntry();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapeEntry();
}
