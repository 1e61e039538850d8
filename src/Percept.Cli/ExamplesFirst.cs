using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace Percept.Cli;

/// <summary>Help that begins with examples.</summary>
sealed partial class ExamplesFirst : SynchronousCommandLineAction
{
    const string Epilogue = """
        Exit codes:
          0   done
          1   done, with findings: some images were skipped, or parts or shards are
              missing, and are listed; or a check did not hold
          2   the command was not understood
          3   a file, or a name in it, was refused
          75  interrupted; finished work is kept, and the same command continues
        """;

    static readonly string[] examples =
    [
        "percept demo",
        "percept inspect model.onnx",
        "percept atlas model.onnx --images photos -o model.percept",
        "percept serve model.percept",
    ];

    readonly HelpAction standard = new();

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var (configuration, command) = (parseResult.InvocationConfiguration, parseResult.CommandResult.Command);
        var (output, written) = (configuration.Output, new StringWriter());
        configuration.Output = written;
        standard.Invoke(parseResult);
        configuration.Output = output;

        // The standard help is a description, the usage and lists; its parts cannot be reordered otherwise.
        // An enumeration's default is written as its C# name; options are in lower case.
        var text = Default().Replace(written.ToString(), match => match.Value.ToLowerInvariant());
        var usage = Math.Max(text.IndexOf("Usage:", StringComparison.Ordinal), 0);
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in (command as Verb)?.Examples ?? examples) output.WriteLine($"  {example}");
        output.WriteLine();
        output.WriteLine(text[usage..].TrimEnd());
        if (command is not Verb) output.WriteLine($"\n{Epilogue}");
        return ExitCode.Done;
    }

    [GeneratedRegex(@"\[default: [A-Z][A-Za-z]*\]")]
    private static partial Regex Default();
}
