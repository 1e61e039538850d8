using System.Globalization;
using System.Text.RegularExpressions;

namespace Percept.Visualization.Terms;

/// <summary>What stands between a term's brackets, taken from the left; options such as <c>power=2</c> from the right.</summary>
sealed partial class Arguments(string term, string text, string form)
{
    readonly List<string> left = [.. Commas().Split(text).Select(argument => argument.Trim())];

    internal bool IsEmpty => left.Count == 0;

    internal FormatException Wrong() => new($"'{term}' is not written as {form}.");

    internal string Name() => Syntax.Named(Next());

    /// <summary>All that is left, as objectives.</summary>
    internal IReadOnlyList<Objective> Objectives()
    {
        var objectives = new List<Objective>();
        while (!IsEmpty) objectives.Add(Objective.Parse(Name()));
        return objectives;
    }

    internal Term Term() => Syntax.Read(Next());

    internal int Whole() => Syntax.Whole(Next(), term);

    internal (string Name, (int Y, int X)? At) Place() => Syntax.Place(Next());

    internal double Option(string name)
    {
        if (left.Count == 0 || !left[^1].StartsWith($"{name}=", StringComparison.Ordinal)) return 0;
        var number = Number(left[^1][(name.Length + 1)..]);
        left.RemoveAt(left.Count - 1);
        return number > 0 ? number : throw Wrong();
    }

    /// <summary>A file, or the numbers of some units; what begins with a letter and has an equals sign is left as an option.</summary>
    internal Direction Direction()
    {
        var units = new List<(int, double)>();
        while (left.Count > 0 && UnitNumber().Match(left[0]) is { Success: true } match)
        {
            units.Add((Syntax.Whole(match.Groups["unit"].Value, term), Number(match.Groups["number"].Value)));
            left.RemoveAt(0);
        }

        return units.Count > 0 ? new(null, units) : new(Name(), []);
    }

    double Number(string number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : throw Wrong();

    string Next()
    {
        if (left.Count == 0) throw Wrong();
        var next = left[0];
        left.RemoveAt(0);
        return next;
    }

    // Not the comma of a position, nor those between quotes or inner brackets.
    [GeneratedRegex(@"(?<!@\d+),(?=(?:[^""]*""[^""]*"")*[^""]*$)|(?<=@\d+),(?!\d)(?=(?:[^""]*""[^""]*"")*[^""]*$)", RegexOptions.Singleline)]
    private static partial Regex Commas();

    [GeneratedRegex(@"^(?<unit>\d+)=(?<number>[^=]+)$")]
    private static partial Regex UnitNumber();
}
