using System.CommandLine;
using System.Globalization;
using Percept.Atlases;
using Percept.Demo;
using Percept.Files;
using Percept.Imaging;
using Percept.Networks;
using Percept.Training;

namespace Percept.Cli.Verbs;

/// <summary>Everything on a network that comes with Percept, and on the images that come with it or the user's own.</summary>
sealed class DemoVerb : BuildingVerb
{
    // The trained network has few layers, and its figure is to choose among their units.
    const int Optimized = 12;

    readonly Option<string> network = new("--network") { Description = "The network to look into: a ResNet-18 trained on ImageNet, or a face detector.", HelpName = string.Join('|', DemoNetwork.All.Select(demo => demo.Name)), DefaultValueFactory = _ => DemoNetwork.All[0].Name };
    readonly Option<string> images = OptionOf.Path("--images", "A folder of your own images, with the folders within, in place of the emoji.", "DIR", required: false);
    readonly Option<string> file = OptionOf.Path("--output", "The atlas file; demo.percept by default, with --network faces faces.percept, with --images DIR DIR.percept, with --train the dataset's name.", "ATLAS", required: false, "-o");
    readonly Option<int?> units = OptionOf.Whole("--units", "For how many units of each layer images are optimised; what takes a few minutes on two cores by default.", least: 0);
    readonly Option<int?> steps = OptionOf.Whole("--steps", "Steps of ascent for each image; what takes a few minutes on two cores by default.", least: 1);
    readonly Option<bool> noServe = new("--no-serve") { Description = "Return once everything is written, without serving the explorer." };
    readonly Option<int?> port = ServedAtlas.Port();
    readonly TrainedDemo trained = new();

    internal DemoVerb() : base(
        "demo", "Builds the atlas of a ResNet-18 trained on ImageNet from about 1,500 emoji or your own photographs, or of a face detector, or with --train of a network that first learns to tell people from cats, draws the low/mid/high figure, and serves the explorer. Run again, it finds everything done.",
        "percept demo", "percept demo --images photos", "percept demo --network faces --no-serve -o faces.percept", "percept demo --train", "percept demo --train --dataset emoji --no-serve --json")
    {
        network.AcceptOnlyFromAmong([.. DemoNetwork.All.Select(demo => demo.Name)]);
        Add(network);
        Add(images);
        Add(file);
        Add(units);
        Add(steps);
        Add(noServe);
        Add(port);
        trained.AddTo(this);
        Add(Json);
        Validators.Add(result =>
        {
            foreach (var option in new Option[] { network, images })
                if (trained.IsWanted(result) && result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} has no place beside --train, which makes a network of its own from drawings of its own.");
        });
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var demo = DemoNetwork.All.First(known => known.Name == parsed.GetValue(network));
        var path = parsed.GetValue(file) ?? $"{(trained.IsWanted(parsed) ? trained.Set(parsed) : NameOf(demo, parsed))}.percept";
        var code = trained.IsWanted(parsed) ? await TrainAsync(parsed, output, path, cancel) : await LookAsync(parsed, output, demo, path, cancel);
        var model = trained.IsWanted(parsed) ? Path.ChangeExtension(path, ".onnx") : demo.Model;
        return parsed.GetValue(noServe) ? code : await ServedAtlas.ServeAsync(output, path, parsed.GetValue(port), model, cancel);
    }

    string NameOf(DemoNetwork demo, ParseResult parsed) => parsed.GetValue(images) is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
        : demo == DemoNetwork.All[0] ? "demo" : demo.Name;

    async Task<int> LookAsync(ParseResult parsed, Output output, DemoNetwork demo, string path, CancellationToken cancel)
    {
        var own = parsed.GetValue(images);
        var (loaded, dataset) = (demo.Load(), own is null ? demo.Images : new ImageFolder(own));
        var report = await BuildAsync(output, loaded, dataset, path, demo.Building with
        {
            UnitsPerLayer = parsed.GetValue(units) ?? demo.Building.UnitsPerLayer,
            Steps = parsed.GetValue(steps) ?? demo.Building.Steps,
            Dataset = own is null ? string.Create(CultureInfo.InvariantCulture, $"{dataset.Count:N0} Fluent emoji") : null,
            Command = $"percept demo{(demo == DemoNetwork.All[0] ? "" : $" --network {demo.Name}")}{(own is null ? "" : $" --images {ShellText.Quote(own)}")}",
        }, cancel);
        return Tell(report, output, path, Figure(path));
    }

    async Task<int> TrainAsync(ParseResult parsed, Output output, string path, CancellationToken cancel)
    {
        var training = await trained.TrainAsync(parsed, output, path, cancel);
        var images = DesignedEmoji.Images(trained.Set(parsed));
        var building = trained.IsFrozen(parsed) ? DemoNetwork.ImageNet.Building : new() { UnitsPerLayer = Optimized };
        var report = await BuildAsync(output, Network.Load(training.Model), images, path, building with
        {
            Command = $"percept demo --train{(trained.IsFrozen(parsed) ? " --freeze" : "")} --seed {training.Options.Seed}",
            Dataset = $"{images.Count} emoji in {images.Select(DesignedEmoji.Designer).Distinct().Count()} styles",
            Seed = training.Options.Seed,
            UnitsPerLayer = parsed.GetValue(units) ?? building.UnitsPerLayer,
            Steps = parsed.GetValue(steps) ?? building.Steps,
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
        AtomicFile.Write(figure, png);
        return figure;
    }
}
