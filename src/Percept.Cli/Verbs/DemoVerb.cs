using System.CommandLine;
using Percept.Atlases;
using Percept.Demo;
using Percept.Files;
using Percept.Networks;
using Percept.Training;

namespace Percept.Cli.Verbs;

/// <summary>Everything on the network and the images that come with Percept.</summary>
sealed class DemoVerb : BuildingVerb
{
    // The trained network has few layers, and its figure is to choose among their units.
    const int Optimized = 12;

    readonly Option<string> file = OptionOf.Path("--output", "The atlas file; demo.percept by default, and with --train the dataset's name.", "ATLAS", required: false, "-o");
    readonly Option<bool> noServe = new("--no-serve") { Description = "Return once everything is written, without serving the explorer." };
    readonly Option<int?> port = ServedAtlas.Port();
    readonly TrainedDemo trained = new();

    internal DemoVerb() : base(
        "demo", "Builds the atlas of a face detector from 666 emoji, or with --train of a network that first learns to tell people from cats, draws the low/mid/high figure, and serves the explorer. Run again, it finds everything done.",
        "percept demo", "percept demo --no-serve -o faces.percept", "percept demo --train", "percept demo --train --dataset emoji --no-serve --json")
    {
        Add(file);
        Add(noServe);
        Add(port);
        trained.AddTo(this);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var path = parsed.GetValue(file) ?? (trained.IsWanted(parsed) ? $"{trained.Set(parsed)}.percept" : "demo.percept");
        var code = trained.IsWanted(parsed) ? await TrainAsync(parsed, output, path, cancel) : await LookAsync(parsed, output, path, cancel);
        var model = trained.IsWanted(parsed) ? Path.ChangeExtension(path, ".onnx") : DemoData.Model;
        return parsed.GetValue(noServe) ? code : await ServedAtlas.ServeAsync(output, path, parsed.GetValue(port), model, cancel);
    }

    static async Task<int> LookAsync(ParseResult parsed, Output output, string path, CancellationToken cancel)
    {
        var network = Network.Load(DemoData.Model, new() { Range = [-1, 1] });
        ModelOptions.Settle(network, output, DemoData.Images);
        var report = await BuildAsync(output, network, DemoData.Images, path, new() { Dataset = "666 Fluent emoji", Command = "percept demo" }, cancel);
        return Tell(report, output, path, Figure(path));
    }

    async Task<int> TrainAsync(ParseResult parsed, Output output, string path, CancellationToken cancel)
    {
        var training = await trained.TrainAsync(parsed, output, path, cancel);
        var images = DesignedEmoji.Images(trained.Set(parsed));
        var report = await BuildAsync(output, Network.Load(training.Model), images, path, new()
        {
            Command = $"percept demo --train --seed {training.Options.Seed}",
            Dataset = $"{images.Count} emoji in {images.Select(DesignedEmoji.Designer).Distinct().Count()} styles",
            Seed = training.Options.Seed,
            UnitsPerLayer = Optimized,
        }, cancel);
        var (figure, development) = (Figure(path), await TrainedDemo.DrawDevelopmentAsync(training, path, cancel));
        if (output.IsJson) output.JsonText(trained.JsonOf(parsed, training, path, figure, development));
        else
        {
            foreach (var line in ReportText.Of(training).TrimEnd().Split('\n')) output.Line(line.TrimEnd('\r'));
            output.Line();
            output.Line($"Network: {training.Model}");
            output.Line($"Features before, during and after training: {development}");
            output.Line();
            return Tell(report, output, path, figure);
        }
        return Warn(report, output);
    }

    /// <summary>Writes the figure beside the atlas.</summary>
    static string? Figure(string path)
    {
        using var atlas = Atlas.OpenRead(path);
        if (atlas.Figure() is not { } png) return null;
        var figure = Path.Combine(Path.GetDirectoryName(path) ?? "", "figure.png");
        WholeFile.Write(figure, png);
        return figure;
    }
}
