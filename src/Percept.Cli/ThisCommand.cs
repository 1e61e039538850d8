using System.Diagnostics;

namespace Percept.Cli;

/// <summary>How this very command is started again.</summary>
static class ThisCommand
{
    /// <summary>The program, and the arguments before those of the command line.</summary>
    internal static IReadOnlyList<string> Words
    {
        get
        {
            var (program, assembly) = (Environment.ProcessPath!, typeof(ThisCommand).Assembly);
            return Path.GetFileNameWithoutExtension(program) is "percept" || Path.GetFileNameWithoutExtension(program) == assembly.GetName().Name ? [program]
                : Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, assembly.Location] : ["dotnet", assembly.Location];
        }
    }

    /// <summary>The command with some arguments.</summary>
    internal static ProcessStartInfo Start(params IEnumerable<string> arguments) => new(Words[0], Words.Skip(1).Concat(arguments));
}
