using System.Globalization;
using System.Text.RegularExpressions;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>How terms are typed and read. A name that would be read as something else stands between double quotes, with those in it doubled.</summary>
static partial class Syntax
{
    static readonly Dictionary<string, Func<Arguments, Term>> functions = new(StringComparer.Ordinal)
    {
        ["mask"] = arguments => arguments.Term() is UnitTerm { At: null, Mask: null } unit ? unit with { Mask = arguments.Name() } : throw arguments.Wrong(),
        ["head"] = arguments => new HeadTerm(arguments.Name(), arguments.Whole()),
        ["probability"] = arguments => new ClassTerm(arguments.Name(), ClassScore.Probability),
        ["logprobability"] = arguments => new ClassTerm(arguments.Name(), ClassScore.LogProbability),
        ["direction"] = arguments => arguments.Place() is var (layer, at) ? new DirectionTerm(layer, arguments.Direction(), at, arguments.Option("power")) : throw arguments.Wrong(),
        ["cosine"] = arguments => arguments.Place() is var (layer, at) ? new DirectionTerm(layer, arguments.Direction(), at, IsCosine: true) : throw arguments.Wrong(),
        ["like"] = arguments => new GivenTerm(AlignmentMeasure.Like, arguments.Name(), arguments.Name()),
        ["caricature"] = arguments => new GivenTerm(AlignmentMeasure.Caricature, arguments.Name(), arguments.Name(), arguments.Option("power")),
        ["style"] = arguments => new GivenTerm(AlignmentMeasure.Style, arguments.Name(), arguments.Name()),
        ["near"] = arguments => new GivenTerm(AlignmentMeasure.Near, null, arguments.Name()),
        ["diversity"] = arguments => new DiversityTerm(arguments.Name(), arguments.Whole()),
        ["alignment"] = arguments => new AlignmentTerm(arguments.Name(), arguments.Objectives()),
    };

    static readonly Dictionary<string, string> forms = new(StringComparer.Ordinal)
    {
        ["mask"] = "mask(layer:unit, mask.png)",
        ["head"] = "head(layer, 3)",
        ["probability"] = "probability(cat)",
        ["logprobability"] = "logprobability(cat)",
        ["direction"] = "direction(layer, 7=1, 12=-0.5) or direction(layer@y,x, direction.npy, power=2)",
        ["cosine"] = "cosine(layer, 7=1, 12=-0.5) or cosine(layer@y,x, direction.npy)",
        ["like"] = "like(layer, photo.png)",
        ["caricature"] = "caricature(layer, photo.png) or caricature(layer, photo.png, power=2)",
        ["style"] = "style(layer, photo.png)",
        ["near"] = "near(photo.png)",
        ["diversity"] = "diversity(layer, 2)",
        ["alignment"] = "alignment(layer) or alignment(layer, \"layer:3\", \"0.5*layer:3 + 0.5*layer:7\")",
    };

    static readonly Dictionary<string, Penalty> penalties = Enum.GetValues<Penalty>().ToDictionary(Function, StringComparer.Ordinal);

    /// <summary>The words that terms begin with.</summary>
    internal static IEnumerable<string> Words => [.. functions.Keys, .. penalties.Keys];

    /// <summary>Reads a term.</summary>
    /// <exception cref="FormatException">It is not written as one.</exception>
    internal static Term Read(string text)
    {
        if (penalties.TryGetValue(text, out var penalty)) return new PenaltyTerm(penalty);
        if (text.StartsWith(ClassTerm.Prefix, StringComparison.Ordinal)) return new ClassTerm(Named(text[ClassTerm.Prefix.Length..]));
        if (Call().Match(text) is { Success: true } call)
        {
            var name = call.Groups["function"].Value;
            if (!functions.TryGetValue(name, out var read))
                throw new FormatException($"'{text}': there is no '{name}(…)'; the nearest are {string.Join(", ", Nearest.To(name, functions.Keys).Select(known => forms[known]))}. A layer of that name stands between double quotes.");
            var arguments = new Arguments(text, call.Groups["arguments"].Value, forms[name]);
            var term = read(arguments);
            return arguments.IsEmpty ? term : throw arguments.Wrong();
        }

        if (Units().Match(text) is { Success: true } units)
        {
            var (layer, first) = (Named(units.Groups["layer"].Value), Whole(units.Groups["unit"].Value, text));
            if (!units.Groups["last"].Success) return new UnitTerm(layer, first, Position(units, text));
            var last = Whole(units.Groups["last"].Value, text);
            return first <= last ? new LayerTerm(layer, (first, last)) : throw new FormatException($"'{text}': the first unit, {first}, comes after the last, {last}.");
        }

        return new LayerTerm(Named(text));
    }

    /// <summary>A name with its position.</summary>
    internal static (string Name, (int Y, int X)? At) Place(string text) =>
        Placed().Match(text) is { Success: true } placed ? (Named(placed.Groups["layer"].Value), Position(placed, text)) : (Named(text), null);

    /// <summary>A name as it was before <see cref="Name"/>.</summary>
    internal static string Named(string text)
    {
        if (text.Length > 1 && text[0] == '"' && text[^1] == '"' && !text[1..^1].Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal)) return text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        return text.Length == 0 || text.Contains('"', StringComparison.Ordinal) ? throw new FormatException($"'{text}' is not a name.") : text;
    }

    /// <summary>A name as it is typed.</summary>
    /// <param name="name">The name.</param>
    /// <param name="hasUnit">Whether a unit follows, so that what the name ends in cannot be one.</param>
    internal static string Name(string name, bool hasUnit = false) =>
        Plain().IsMatch(name) && !penalties.ContainsKey(name) && !name.StartsWith(ClassTerm.Prefix, StringComparison.Ordinal) && (hasUnit || !AboutToEnd().IsMatch(name))
        ? name : Quoted(name);

    /// <summary>Anything, between double quotes.</summary>
    internal static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A number as it is typed.</summary>
    internal static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A position as it is typed.</summary>
    internal static string Position((int Y, int X)? at) => at is { } place ? string.Create(CultureInfo.InvariantCulture, $"@{place.Y},{place.X}") : "";

    /// <summary>The word that is typed for a member of an enumeration.</summary>
    internal static string Function<T>(T kind) where T : struct, Enum => kind.ToString().ToLowerInvariant();

    /// <summary>A number of a unit, position or head.</summary>
    internal static int Whole(string text, string term) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{term}': '{text}' is not a whole number from 0 to {int.MaxValue}.");

    static (int Y, int X)? Position(Match match, string text)
    {
        if (!match.Groups["y"].Success) return null;
        // A token is one number: its row.
        return (Whole(match.Groups["y"].Value, text), match.Groups["x"].Success ? Whole(match.Groups["x"].Value, text) : 0);
    }

    [GeneratedRegex(@"^(?<function>[A-Za-z]\w*)\((?<arguments>.*)\)$", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<layer>.+):(?<unit>\d+)(?:\.\.(?<last>\d+)|@(?<y>\d+)(?:,(?<x>\d+))?)?$", RegexOptions.Singleline)]
    private static partial Regex Units();

    [GeneratedRegex(@"^(?<layer>.+)@(?<y>\d+)(?:,(?<x>\d+))?$", RegexOptions.Singleline)]
    private static partial Regex Placed();

    // Spaces only where no sign, comma or bracket can be meant.
    [GeneratedRegex(@"\A(?!\d+(\.\d+)?([eE][+-]?\d+)?\*|(?:\d+|power)=)[^\s""(),*=+-](?:[^\s""(),]|(?<=[^\s+-]) (?=[^\s+-]))*\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"(:\d+(\.\.\d+)?|@\d+|:\d+@\d+)$")]
    private static partial Regex AboutToEnd();
}
