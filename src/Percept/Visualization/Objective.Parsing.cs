using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Percept.Visualization.Terms;

namespace Percept.Visualization;

public sealed partial class Objective : IParsable<Objective>
{
    /// <summary>Reads an objective as it is typed: <c>layer</c>, <c>layer:unit</c>, <c>layer:unit@y,x</c>, <c>label:NAME</c>, <c>like(layer, photo.png)</c>, and sums of these with weights.</summary>
    /// <exception cref="FormatException">It is not written so.</exception>
    public static Objective Parse(string s, IFormatProvider? provider = null)
    {
        var terms = new List<(double, Term)>();
        var pieces = Signs().Split(s.Trim());
        for (var i = 0; i < pieces.Length; i += 2)
        {
            var sign = i > 0 && pieces[i - 1] == "-" ? -1 : 1;
            var match = OneTerm().Match(pieces[i]);
            var weight = match.Groups["weight"].Success ? double.Parse(match.Groups["weight"].Value, CultureInfo.InvariantCulture) : 1;
            if (!match.Success || !double.IsFinite(weight))
                throw new FormatException($"'{s}' is not an objective. Write layer, layer:unit, layer:unit@row,column or label:NAME, or a sum such as 0.2*layer1:3 + 0.8*layer2:5 - 0.5*tv; docs/objectives.md lists all kinds.");
            terms.Add((match.Groups["minus"].Success ? -sign * weight : sign * weight, ReadTerm(match.Groups["term"].Value)));
        }

        return new(terms);

        Term ReadTerm(string text)
        {
            try
            {
                return Syntax.Read(text);
            }
            catch (FormatException error)
            {
                throw new FormatException($"'{s}' is not an objective. {error.Message} Write layer, layer:unit, layer:unit@row,column, label:NAME, or as docs/objectives.md says.", error);
            }
        }
    }

    /// <summary>Reads an objective as it is typed; false where it is not written so.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Objective result)
    {
        try
        {
            result = s is null ? null : Parse(s, provider);
            return result is not null;
        }
        catch (FormatException)
        {
            result = null;
            return false;
        }
    }

    // Names may hold + and -; as signs these stand between spaces, and neither between quotes nor inside brackets.
    [GeneratedRegex("""\s+([+-])\s+(?=(?:[^"]*"[^"]*")*[^"]*$)(?=(?:[^()"]|"[^"]*"|\((?:[^"()]|"[^"]*")*\))*$)""", RegexOptions.Singleline)]
    private static partial Regex Signs();

    [GeneratedRegex(@"^(?<minus>-)?(?:(?<weight>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\*)?(?<term>[^\s*+-].*|[^\s*+-])(?<!\s[+-])$", RegexOptions.Singleline)]
    private static partial Regex OneTerm();
}
