using System.Numerics;
using System.Runtime.InteropServices;
using Percept.Onnx.Graphs;

namespace Percept.Numerics;

/// <summary>Reads and writes NumPy's .npy files.</summary>
public static class NpyFile
{
    /// <summary>Reads an array of floating-point numbers (16, 32, 64 bits), integers or truth values as float32.</summary>
    /// <exception cref="ArrayException">There is no such file, or it holds something else, or not all of it.</exception>
    public static NpyArray Read(string path)
    {
        var bytes = Bytes(path);
        var header = NpyHeader.Parse(bytes, path);
        var elements = bytes.AsSpan(header.Length);
        var values = header.Kind switch
        {
            "<f4" => Convert<float>(elements, header, path),
            "<f8" => Convert<double>(elements, header, path),
            "<f2" => Convert<Half>(elements, header, path),
            "<i8" => Convert<long>(elements, header, path),
            "<i4" => Convert<int>(elements, header, path),
            "<i2" => Convert<short>(elements, header, path),
            "|i1" => Convert<sbyte>(elements, header, path),
            "<u8" => Convert<ulong>(elements, header, path),
            "<u4" => Convert<uint>(elements, header, path),
            "<u2" => Convert<ushort>(elements, header, path),
            "|u1" or "|b1" => Convert<byte>(elements, header, path),
            var kind => throw new ArrayException($"The NumPy file '{path}' holds elements of the type '{kind}'; little-endian numbers are read, such as x.astype('<f4')."),
        };
        return new(header.Shape, header.IsFortran ? Reordered(values, header.Shape) : values);
    }

    /// <summary>Writes an array as float32 in C order, whole or not at all.</summary>
    public static void Write(string path, NpyArray array)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = File.Create(part))
            {
                file.Write(NpyHeader.Write(array.Shape));
                file.Write(MemoryMarshal.AsBytes(array.Values.AsSpan()));
            }
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ArrayException(File.Exists(path) ? $"The NumPy file '{path}' cannot be read: {error.Message}" : $"There is no NumPy file '{path}'; write one by numpy.save.", error);
        }
    }

    static float[] Convert<T>(ReadOnlySpan<byte> bytes, NpyHeader header, string path) where T : unmanaged, INumber<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        if (numbers.Length < header.Shape.Elements) throw NpyHeader.Truncated(path);
        var values = new float[header.Shape.Elements];
        for (var i = 0; i < values.Length; i++) values[i] = float.CreateSaturating(numbers[i]);
        return values;
    }

    /// <summary>Elements whose first axis ran fastest, with the last axis running fastest.</summary>
    static float[] Reordered(float[] values, Shape shape)
    {
        var (result, index) = (new float[values.Length], new int[shape.Rank]);
        foreach (var value in values)
        {
            var at = 0;
            for (var axis = 0; axis < index.Length; axis++) at = (at * shape[axis]) + index[axis];
            result[at] = value;
            for (var axis = 0; axis < index.Length && ++index[axis] == shape[axis]; axis++) index[axis] = 0;
        }

        return result;
    }
}
