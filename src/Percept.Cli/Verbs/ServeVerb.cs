using System.CommandLine;

namespace Percept.Cli.Verbs;

/// <summary>The explorer, live.</summary>
sealed class ServeVerb : Verb
{
    readonly Argument<string> atlas = new("ATLAS") { Description = "The atlas file." };
    readonly Option<int?> port = ServedAtlas.Port();
    readonly Option<string> model = OptionOf.Path("--model", "The atlas's network, to watch images live; where it is not given, a file of its name beside the atlas or here is taken.", "MODEL", required: false);

    internal ServeVerb() : base(
        "serve", "Serves the explorer of an atlas on this machine until Ctrl+C, and prints its address.",
        "percept serve model.percept", "percept serve model.percept --model model.onnx --port 8080")
    {
        Add(atlas);
        Add(port);
        Add(model);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel) =>
        ServedAtlas.ServeAsync(output, parsed.GetRequiredValue(atlas), parsed.GetValue(port), parsed.GetValue(model), cancel);
}
