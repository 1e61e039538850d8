using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Percept.Optimization;

public sealed partial class Objective : IParsable<Objective>
{
    /// <summary>Reads an objective as it is typed: <c>layer</c>, <c>layer:unit</c>, <c>layer:unit@y,x</c>, <c>label:NAME</c>, and sums of these with weights.</summary>
    /// <exception cref="FormatException">It is not written so.</exception>
    public static Objective Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var objective) ? objective
        : throw new FormatException($"'{s}' is not an objective. Write layer, layer:unit, layer:unit@row,column or label:NAME, or a sum such as 0.2*layer1:3 + 0.8*layer2:5 - layer1:4.");

    /// <summary>Reads an objective as it is typed; false where it is not written so.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Objective result)
    {
        result = null;
        var terms = new List<(double, Term)>();
        var sign = 1;
        foreach (var piece in Separators().Split((s ?? "").Trim()))
        {
            if (piece is "+" or "-")
            {
                sign = piece == "-" ? -1 : 1;
                continue;
            }

            var match = OneTerm().Match(piece);
            if (!match.Success) return false;
            var weight = match.Groups["weight"].Success ? double.Parse(match.Groups["weight"].Value, CultureInfo.InvariantCulture) : 1;
            if (match.Groups["minus"].Success) weight = -weight;
            if (!double.IsFinite(weight) || Read(match.Groups["name"].Value) is not { } term) return false;
            terms.Add((sign * weight, term));
        }

        if (terms.Count == 0) return false;
        result = new(terms);
        return true;
    }

    static Term? Read(string name)
    {
        if (name.StartsWith(Term.LabelPrefix, StringComparison.Ordinal)) return name.Length > Term.LabelPrefix.Length ? new(name) : null;
        var match = LayerUnit().Match(name);
        if (!match.Success) return new(name);
        if (!int.TryParse(match.Groups["unit"].Value, out var unit)) return null;
        if (!match.Groups["y"].Success) return new(match.Groups["layer"].Value, unit);
        return int.TryParse(match.Groups["y"].Value, out var y) && int.TryParse(match.Groups["x"].Value, out var x) ? new(match.Groups["layer"].Value, unit, (y, x)) : null;
    }

    // Names may hold + and -; as signs these stand between spaces.
    [GeneratedRegex(@"\s+([+-])\s+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"^(?<minus>-)?(?:(?<weight>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\*)?(?<name>[^\s*+-].*|[^\s*+-])(?<!\s[+-])$")]
    private static partial Regex OneTerm();

    [GeneratedRegex(@"^(?<layer>.+):(?<unit>\d+)(?:@(?<y>\d+),(?<x>\d+))?$")]
    private static partial Regex LayerUnit();
}
