using System.CommandLine;
using Percept.Building;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>Dataset matching.</summary>
sealed class MatchVerb : BuildingVerb
{
    readonly ModelOptions model = new();
    readonly Option<string> images = OptionOf.Path("--images", "The folder of images, with the folders within.", "DIR", required: true);
    readonly Option<string> file = OptionOf.Path("--output", "The atlas file; one that is there is gone on with.", "ATLAS", required: true, "-o");
    readonly Option<int?> top = OptionOf.Whole("--top", "How many images are kept for each unit.", least: 1);

    internal MatchVerb() : base(
        "match", "Finds, for every unit of every layer, the images and the places in them that drive it highest.",
        "percept match model.onnx --images photos -o model.percept", "percept match model.onnx --images photos --range=-1,1 --top 16 -o model.percept")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, file, top, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (folder, path, standard) = (new ImageFolder(parsed.GetRequiredValue(images)), parsed.GetRequiredValue(file), new BuildOptions());
        var report = await BuildAsync(output, model.Load(parsed, output, folder), folder, path, standard with
        {
            Stages = Stages.Layers | Stages.Filters | Stages.Matching,
            Top = parsed.GetValue(top) ?? standard.Top,
        }, cancel);
        return Tell(report, output, path);
    }
}
