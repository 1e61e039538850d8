using System.CommandLine;
using Percept.Building;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>Everything about a network on a dataset.</summary>
sealed class AtlasVerb : BuildingVerb
{
    readonly ModelOptions model = new();
    readonly Option<string> images = OptionOf.Path("--images", "The folder of images, with the folders within.", "DIR", required: true);
    readonly Option<string> file = OptionOf.Path("--output", "The atlas file; one that is there is gone on with.", "ATLAS", required: true, "-o");
    readonly Option<int?> units = OptionOf.Whole("--units", "For how many units of each layer images are optimised.", least: 0);
    readonly Option<int?> steps = OptionOf.Whole("--steps", "Steps of ascent for each image.", least: 1);
    readonly Option<int?> seed = OptionOf.Whole("--seed", "What every random number is drawn from.", least: 0);
    readonly Option<int?> top = OptionOf.Whole("--top", "How many images of the dataset are kept for each unit.", least: 1);

    internal AtlasVerb() : base(
        "atlas", "Builds everything about a network on a folder of images: layers, filters, matching, optimised images and the figure. The same command goes on where it stopped.",
        "percept atlas model.onnx --images photos -o model.percept", "percept atlas model.onnx --images photos --range=-1,1 --units 8 --steps 512 -o model.percept")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, file, units, steps, seed, top, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (folder, path, standard) = (new ImageFolder(parsed.GetRequiredValue(images)), parsed.GetRequiredValue(file), new BuildOptions());
        var report = await BuildAsync(parsed, output, model.Load(parsed, output, folder), folder, path, standard with
        {
            UnitsPerLayer = parsed.GetValue(units) ?? standard.UnitsPerLayer,
            Steps = parsed.GetValue(steps) ?? standard.Steps,
            Seed = parsed.GetValue(seed) ?? standard.Seed,
            Matching = standard.Matching with { Top = parsed.GetValue(top) ?? standard.Matching.Top },
        }, cancel);
        return Tell(report, output, path);
    }
}
