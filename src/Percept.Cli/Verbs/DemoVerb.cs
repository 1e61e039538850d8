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

    readonly Option<string> network = new("--network") { Description = "The network: a ResNet-18 trained on ImageNet, or a face detector.", HelpName = string.Join('|', DemoNetwork.All.Select(demo => demo.Name)), DefaultValueFactory = _ => DemoNetwork.All[0].Name };
    readonly Option<string> images = CommonOptions.Images("They replace the emoji.", required: false);
    readonly Option<string> file = CommonOptions.OutputAtlas("By default demo.percept; faces.percept with --network faces, DIR.percept with --images DIR, the dataset's name with --train.", required: false);
    readonly Option<int?> units = CommonOptions.Units("By default as many as take a few minutes on two cores.");
    readonly Option<int?> steps = CommonOptions.Steps("By default as many as take a few minutes on two cores.");
    readonly Option<bool> noServe = new("--no-serve") { Description = "Exit once everything is written, without serving the explorer." };
    readonly Option<int?> port = ServedAtlas.Port();
    readonly TrainedDemo trained = new();

    readonly DeviceOptions device = new();

    internal DemoVerb() : base(
        "demo", "Builds the atlas of a network that comes with Percept, draws the low/mid/high figure, and serves the explorer. The network is a ResNet-18 trained on ImageNet, shown about 1,500 emoji or your own images; a face detector; or with --train a network that first learns to tell people from cats. Run again, it reuses what is finished.",
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
        device.AddTo(this);
        Validators.Add(result =>
        {
            foreach (var option in new Option[] { network, images })
                if (trained.IsWanted(result) && result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} does not go with --train, which trains its own network on its own drawings.");
        });
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var demo = DemoNetwork.All.First(known => known.Name == parsed.GetValue(network));
        var path = parsed.GetValue(file) ?? $"{(trained.IsWanted(parsed) ? trained.Set(parsed) : NameOf(demo, parsed))}.percept";
        var code = trained.IsWanted(parsed) ? await TrainAsync(parsed, output, path, cancellationToken) : await LookAsync(parsed, output, demo, path, cancellationToken);
        var model = trained.IsWanted(parsed) ? Path.ChangeExtension(path, ".onnx") : demo.Model;
        return parsed.GetValue(noServe) ? code : await ServedAtlas.ServeAsync(output, path, parsed.GetValue(port), model, device.Of(parsed), cancellationToken);
    }

    string NameOf(DemoNetwork demo, ParseResult parsed) => parsed.GetValue(images) is { } folder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
        : demo == DemoNetwork.All[0] ? "demo" : demo.Name;

    async Task<int> LookAsync(ParseResult parsed, Output output, DemoNetwork demo, string path, CancellationToken cancellationToken)
    {
        var own = parsed.GetValue(images);
        var (loaded, dataset) = (demo.Load().On(device.Of(parsed)), own is null ? demo.Images : new ImageFolder(own));
        var report = await BuildAsync(output, loaded, dataset, path, demo.Building with
        {
            UnitsPerLayer = parsed.GetValue(units) ?? demo.Building.UnitsPerLayer,
            Steps = parsed.GetValue(steps) ?? demo.Building.Steps,
            Dataset = own is null ? string.Create(CultureInfo.InvariantCulture, $"{dataset.Count:N0} Fluent emoji") : null,
            Command = $"percept demo{(demo == DemoNetwork.All[0] ? "" : $" --network {demo.Name}")}{(own is null ? "" : $" --images {ShellText.Quote(own)}")}",
        }, cancellationToken);
        return Print(report, output, path, Figure(path));
    }

    async Task<int> TrainAsync(ParseResult parsed, Output output, string path, CancellationToken cancellationToken)
    {
        var training = await trained.TrainAsync(parsed, output, path, device.Of(parsed), cancellationToken);
        var images = DesignedEmoji.Images(trained.Set(parsed));
        var building = trained.IsFrozen(parsed) ? DemoNetwork.ImageNet.Building : new() { UnitsPerLayer = Optimized };
        var report = await BuildAsync(output, Network.Load(training.Model).On(device.Of(parsed)), images, path, building with
        {
            Command = $"percept demo --train{(trained.IsFrozen(parsed) ? " --freeze" : "")} --seed {training.Options.Seed}",
            Dataset = $"{images.Count} emoji in {images.Select(DesignedEmoji.Designer).Distinct().Count()} styles",
            Seed = training.Options.Seed,
            UnitsPerLayer = parsed.GetValue(units) ?? building.UnitsPerLayer,
            Steps = parsed.GetValue(steps) ?? building.Steps,
        }, cancellationToken);
        var (figure, development) = (Figure(path), await TrainedDemo.DrawDevelopmentAsync(training, path, cancellationToken));
        if (output.IsJson) output.Json(trained.RecordOf(parsed, training, path, figure, development), CliJson.Format.TrainedDemoRecord);
        else
        {
            foreach (var line in ReportText.Of(training).TrimEnd().Split('\n')) output.Line(line.TrimEnd('\r'));
            output.Line();
            output.Line($"Network: {training.Model}");
            output.Line($"Features before, during and after training: {development}");
            output.Line();
            return Print(report, output, path, figure);
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
