using System.CommandLine;

namespace Percept.Cli.Verbs;

/// <summary>The explorer, live.</summary>
sealed class ServeVerb : Verb
{
    readonly Argument<string> atlas = CommonOptions.AtlasFile();
    readonly Option<int?> port = ServedAtlas.Port();
    readonly Option<string> model = CommonOptions.Model("It watches images live; by default a file of its name beside the atlas or in the current folder.");

    readonly DeviceOptions device = new();

    internal ServeVerb() : base(
        "serve", "Serves the explorer of an atlas on this machine until Ctrl+C, and prints its address.",
        "percept serve model.percept", "percept serve model.percept --model model.onnx --port 8080")
    {
        Add(atlas);
        Add(port);
        Add(model);
        Add(Json);
        device.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken) =>
        ServedAtlas.ServeAsync(output, parsed.GetRequiredValue(atlas), parsed.GetValue(port), parsed.GetValue(model), device.Of(parsed), cancellationToken);
}
