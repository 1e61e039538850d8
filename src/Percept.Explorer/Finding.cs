using System.Text.Json;
using Percept.Atlases;

namespace Percept.Explorer;

/// <summary>A part of an answer of the atlas, read by name: what is not there is NaN, empty or nothing.</summary>
readonly struct Finding
{
    readonly JsonElement element;

    Finding(JsonElement element) => this.element = element;

    /// <summary>An answer; null where the atlas has none.</summary>
    internal static Finding? In(Atlas atlas, string name)
    {
        if (atlas.Answer(name) is not { } text) return null;
        using var document = JsonDocument.Parse(text);
        return new(document.RootElement.Clone());
    }

    /// <summary>A part by name.</summary>
    internal Finding this[string name] => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? new(part) : default;

    internal bool IsThere => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    internal bool IsTrue => element.ValueKind == JsonValueKind.True;

    internal double Number => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : double.NaN;

    internal int Whole => double.IsFinite(Number) ? (int)Number : 0;

    internal string Text => element.ValueKind == JsonValueKind.String ? element.GetString()! : "";

    internal IReadOnlyList<Finding> Items => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(item => new Finding(item))] : [];

    internal IReadOnlyList<double> Numbers => [.. Items.Select(item => item.Number)];

    internal IReadOnlyList<(string Name, double Value)> Named => element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject().Select(part => (part.Name, new Finding(part.Value).Number))] : [];
}
