using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Percept.Cli;

/// <summary>A command line as it can be typed again.</summary>
static partial class CommandText
{
    /// <summary>The command line that was parsed, quoted for a shell.</summary>
    internal static string Of(ParseResult parsed) => string.Join(' ', parsed.Tokens.Select(Quoted).Prepend("percept"));

    static string Quoted(Token token) => Plain().IsMatch(token.Value) ? token.Value : $"'{token.Value.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_./:=,@+-]+$")]
    private static partial Regex Plain();
}
