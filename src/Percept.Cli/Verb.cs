using System.CommandLine;

namespace Percept.Cli;

/// <summary>A verb of the command: it parses, calls the library, and prints.</summary>
abstract class Verb : Command
{
    /// <summary>A verb with the examples that its help begins with.</summary>
    protected Verb(string name, string description, params IReadOnlyList<string> examples) : base(name, description)
    {
        Examples = examples;
        SetAction(InvokeAsync);
    }

    /// <summary>Commands that work as they stand.</summary>
    internal IReadOnlyList<string> Examples { get; }

    /// <summary>Prints JSON; for verbs that return data.</summary>
    protected Option<bool> Json { get; } = new("--json") { Description = "Print JSON on standard output, for programs." };

    /// <summary>Does what the verb is for.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken);

    async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = new Output(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(Json));
        try
        {
            // Off this thread at once: Ctrl+C is heard only while the command waits.
            return await Task.Run(() => RunAsync(parsed, output, cancellationToken), CancellationToken.None);
        }
        catch (Exception error)
        {
            var (code, sentence) = Failures.Describe(error);
            output.Note(sentence);
            output.Trace(error);
            return code;
        }
    }
}
