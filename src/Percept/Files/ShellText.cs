using System.Text.RegularExpressions;

namespace Percept.Files;

/// <summary>Words as they are typed into a shell.</summary>
static partial class ShellText
{
    /// <summary>A word that the shell takes as it is, in quotes where it would not otherwise.</summary>
    public static string Quote(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_./:=,@+-]+\z")]
    private static partial Regex Plain();
}
