using System.CommandLine;
using Percept.Explorer;

namespace Percept.Cli;

/// <summary>Serving an atlas until somebody ends it.</summary>
static class ServedAtlas
{
    /// <summary>The port to answer on.</summary>
    internal static Option<int?> Port()
    {
        var port = OptionOf.Whole("--port", "The port of 127.0.0.1 to answer on; a free one where it is not given.", least: 0);
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number > 65535) result.AddError($"--port takes a number up to 65535, not '{number}'.");
        });
        return port;
    }

    /// <summary>Serves, and prints the address; Ctrl+C is its ordinary end.</summary>
    internal static async Task<int> ServeAsync(Output output, string atlas, int? port, CancellationToken cancel)
    {
        await SiteServer.ServeAsync(atlas, port ?? 0, address =>
        {
            output.Line(address.ToString());
            output.Note("The explorer answers there until Ctrl+C.");
        }, cancel);
        return ExitCode.Done;
    }
}
