using System.CommandLine;
using Percept.Atlases;
using Percept.Demo;
using Percept.Files;
using Percept.Networks;

namespace Percept.Cli.Verbs;

/// <summary>Everything on the network and the images that come with Percept.</summary>
sealed class DemoVerb : BuildingVerb
{
    readonly Option<string> file = OptionOf.Path("--output", "The atlas file.", "ATLAS", required: false, "-o");
    readonly Option<bool> noServe = new("--no-serve") { Description = "Return once everything is written, without serving the explorer." };
    readonly Option<int?> port = ServedAtlas.Port();

    internal DemoVerb() : base(
        "demo", "Builds the atlas of a face detector from 666 emoji, draws the low/mid/high figure, and serves the explorer. Run again, it finds everything done.",
        "percept demo", "percept demo --no-serve -o faces.percept", "percept demo --port 8080")
    {
        file.DefaultValueFactory = _ => "demo.percept";
        Add(file);
        Add(noServe);
        Add(port);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var path = parsed.GetRequiredValue(file);
        var network = Network.Load(DemoData.Model, new() { Range = [-1, 1] });
        ModelOptions.Warn(network, output, DemoData.Images);
        var report = await BuildAsync(parsed, output, network, DemoData.Images, path, new() { Dataset = "666 Fluent emoji" }, cancel);

        string? figure = null;
        using (var atlas = Atlas.OpenRead(path))
            if (atlas.Figure() is { } png) WholeFile.Write(figure = Path.Combine(Path.GetDirectoryName(path) ?? "", "figure.png"), png);
        var code = Tell(report, output, path, figure);
        return parsed.GetValue(noServe) ? code : await ServedAtlas.ServeAsync(output, path, parsed.GetValue(port), DemoData.Model, cancel);
    }
}
