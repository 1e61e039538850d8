using System.CommandLine;

namespace Percept.Cli.Verbs;

/// <summary>The explorer, live.</summary>
sealed class ServeVerb : Verb
{
    readonly Argument<string> atlas = new("ATLAS") { Description = "The atlas file." };
    readonly Option<int?> port = ServedAtlas.Port();

    internal ServeVerb() : base(
        "serve", "Serves the explorer of an atlas on this machine until Ctrl+C, and prints its address.",
        "percept serve model.percept", "percept serve model.percept --port 8080")
    {
        Add(atlas);
        Add(port);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel) =>
        ServedAtlas.ServeAsync(output, parsed.GetRequiredValue(atlas), parsed.GetValue(port), cancel);
}
