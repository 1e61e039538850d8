using System.Globalization;
using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

/// <summary>One setting of an operator: an integer, a number, a text, a list of these, or a tensor.</summary>
public readonly struct Attribute
{
    Attribute(object content) => Content = content;

    internal object Content { get; }

    /// <summary>An integer.</summary>
    public static implicit operator Attribute(long value) => new(value);

    /// <summary>A number.</summary>
    public static implicit operator Attribute(float value) => new(value);

    /// <summary>A text.</summary>
    public static implicit operator Attribute(string value) => new(value);

    /// <summary>Integers.</summary>
    public static implicit operator Attribute(long[] value) => new(value);

    /// <summary>Integers.</summary>
    public static implicit operator Attribute(int[] value) => new(Array.ConvertAll(value, size => (long)size));

    /// <summary>Numbers.</summary>
    public static implicit operator Attribute(float[] value) => new(value);

    /// <summary>Texts.</summary>
    public static implicit operator Attribute(string[] value) => new(value);

    /// <summary>A tensor.</summary>
    public static implicit operator Attribute(Tensor value) => new(value);

    /// <summary>What only some operators have: a graph, a type, a list of tensors.</summary>
    internal static Attribute Other(AttributeProto proto) => new(proto);

    /// <summary>A text that is the same for equal attributes, and for no others.</summary>
    internal string Key => Content switch
    {
        float number => "f" + number.ToString("R", CultureInfo.InvariantCulture),
        long[] list => "[" + string.Join(',', list) + "]",
        float[] list => "f[" + string.Join(',', list.Select(number => number.ToString("R", CultureInfo.InvariantCulture))) + "]",
        string[] list => "s[" + string.Join(',', list.Select(text => $"{text.Length}:{text}")) + "]",
        string text => $"s{text.Length}:{text}",
        Tensor or AttributeProto => $"#{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Content)}",
        var other => other.ToString()!,
    };
}
