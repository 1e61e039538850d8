namespace Percept.Onnx.Graphs.Reading;

/// <summary>What a node of one operator may state from some opset on.</summary>
/// <param name="Since">That opset.</param>
/// <param name="Inputs">How many inputs it takes.</param>
/// <param name="Outputs">How many outputs it yields.</param>
/// <param name="Kinds">Each input's kind, the last one repeated; inputs of one kind are of one type.</param>
/// <param name="Types">The types of each kind that is not free.</param>
/// <param name="Attributes">The attributes there are.</param>
sealed record Signature(
    int Since, (int Least, int Most) Inputs, (int Least, int Most) Outputs, string[] Kinds, Dictionary<string, ElementType[]> Types, Dictionary<string, (string Type, bool Required)> Attributes)
{
    /// <summary>The one that a line of the table states.</summary>
    internal static (string Operator, Signature Signature) Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var (head, inputs) = (parts[0].Split(' '), parts[1].Split(' '));
        var attributes = Words(parts, 3).Select(word => word.Split(':')).ToDictionary(word => word[0], word => (word[1].TrimEnd('!'), word[1].EndsWith('!')), StringComparer.Ordinal);
        var types = Words(parts, 4).Select(word => word.Split('=')).ToDictionary(word => word[0], word => Array.ConvertAll(word[1].Split(','), Type), StringComparer.Ordinal);
        foreach (var kind in inputs.Where(kind => kind.StartsWith('='))) types[kind] = [Type(kind[1..])];
        return (head[0], new(int.Parse(head[1], System.Globalization.CultureInfo.InvariantCulture), Span(inputs[0]), Span(parts[2]), inputs[1..], types, attributes));
    }

    /// <summary>An input's kind, or null where it may be anything.</summary>
    internal string? Kind(int input) => Kinds.Length == 0 || Kinds[Math.Min(input, Kinds.Length - 1)] is "-" ? null : Kinds[Math.Min(input, Kinds.Length - 1)];

    static string[] Words(string[] parts, int index) => index < parts.Length ? parts[index].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    static ElementType Type(string name) => Enum.Parse<ElementType>(name, ignoreCase: true);

    static (int Least, int Most) Span(string text) => text.Split('-') is [var least, var most] ? (Number(least), most == "*" ? int.MaxValue : Number(most)) : default;

    static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
