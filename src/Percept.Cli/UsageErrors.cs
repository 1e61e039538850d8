using System.CommandLine;
using Percept.Onnx.Graphs;

namespace Percept.Cli;

/// <summary>Says what is wrong with a command line, and what it may have meant.</summary>
static class UsageErrors
{
    internal static int Print(ParseResult parsed, TextWriter messages)
    {
        var command = parsed.CommandResult.Command;
        var name = command is RootCommand ? "percept" : $"percept {command.Name}";
        // Behind a verb that does not exist nothing can be understood.
        var unknown = command is RootCommand ? [.. parsed.UnmatchedTokens.Take(1)] : parsed.UnmatchedTokens;
        var sentences = parsed.Errors.Select(error => error.Message).Where(message => !parsed.UnmatchedTokens.Any(token => message.Contains($"'{token}'", StringComparison.Ordinal)));
        foreach (var sentence in unknown.Select(token => Unknown(command, name, token)).Concat(sentences).Distinct()) messages.WriteLine(Output.Plain(sentence));
        messages.WriteLine($"See `{name} --help`.");
        return ExitCode.Usage;
    }

    static string Unknown(Command command, string name, string token)
    {
        var options = command.Options.Select(option => option.Name).ToArray();
        if (token.StartsWith('-')) return $"`{name}` has no option '{token}'; the nearest are {Closest(token, options)}.";
        if (command is RootCommand) return $"There is no verb '{token}'; the nearest are {Closest(token, command.Subcommands.Select(verb => verb.Name))}.";
        return $"`{name}` takes no argument '{token}'; it takes {string.Join(' ', command.Arguments.Select(argument => argument.Name).DefaultIfEmpty("options alone"))}.";
    }

    static string Closest(string name, IEnumerable<string> known) => string.Join(" and ", Nearest.To(name, known, count: 2));
}
