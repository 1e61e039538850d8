using System.Collections;

namespace Percept.Onnx.Graphs;

/// <summary>The settings of one operator application, by ONNX's own names.</summary>
public sealed class Attributes : IEnumerable<KeyValuePair<string, Attribute>>
{
    readonly SortedDictionary<string, Attribute> entries = new(StringComparer.Ordinal);

    /// <summary>No settings.</summary>
    public static Attributes None { get; } = [];

    /// <summary>Adds a setting while these are being written down.</summary>
    public Attribute this[string name]
    {
        internal get => entries[name];
        init => entries[name] = value;
    }

    /// <summary>Adds a setting while these are being written down.</summary>
    public void Add(string name, Attribute value) => entries.Add(name, value);

    /// <summary>Whether that setting is there.</summary>
    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>An integer setting, or <paramref name="or"/> where it is not set.</summary>
    public int Int(string name, int or = 0) => Get<long>(name, or) is var value && value is >= int.MinValue and <= int.MaxValue ? (int)value : value > 0 ? int.MaxValue : int.MinValue;

    /// <summary>A number setting, or <paramref name="or"/> where it is not set.</summary>
    public float Float(string name, float or = 0) => Get(name, or);

    /// <summary>A text setting, or <paramref name="or"/> where it is not set.</summary>
    public string Text(string name, string or = "") => Get(name, or);

    /// <summary>A list of integers, or null where it is not set.</summary>
    public int[]? Ints(string name) => Get<long[]?>(name, null) is { } list ? Array.ConvertAll(list, value => (int)Math.Clamp(value, int.MinValue, int.MaxValue)) : null;

    /// <summary>A list of numbers, or null where it is not set.</summary>
    public float[]? Floats(string name) => Get<float[]?>(name, null);

    /// <summary>A list of texts, or null where it is not set.</summary>
    public string[]? Texts(string name) => Get<string[]?>(name, null);

    /// <summary>A tensor, or null where it is not set.</summary>
    public Tensor? Tensor(string name) => Get<Tensor?>(name, null);

    /// <summary>These settings but for some, which are left out.</summary>
    public Attributes Without(params ReadOnlySpan<string> names)
    {
        var rest = new Attributes();
        foreach (var (name, value) in entries)
            if (!names.Contains(name)) rest.Add(name, value);
        return rest;
    }

    /// <summary>These settings with one set or replaced.</summary>
    public Attributes With(string name, Attribute value)
    {
        var copy = Without(name);
        copy.Add(name, value);
        return copy;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Attribute>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal string Key => string.Join(';', entries.Select(entry => $"{entry.Key}={entry.Value.Key}"));

    T Get<T>(string name, T or) => !entries.TryGetValue(name, out var attribute) ? or
        : attribute.Content is T value ? value
        : throw new GraphException($"The attribute '{name}' is a {Describe(attribute.Content)}, where a {Describe(typeof(T))} belongs.");

    static string Describe(object content) => Describe(content.GetType());

    static string Describe(Type type) =>
        type == typeof(long) ? "integer" : type == typeof(long[]) ? "list of integers"
        : type == typeof(float) ? "number" : type == typeof(float[]) ? "list of numbers"
        : type == typeof(string) ? "text" : type == typeof(string[]) ? "list of texts" : type == typeof(Tensor) ? "tensor" : "graph";
}
