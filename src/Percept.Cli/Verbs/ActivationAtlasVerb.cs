using System.CommandLine;
using Percept.Answers.ActivationAtlases;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>A map of what a layer answers to images.</summary>
sealed class ActivationAtlasVerb : Verb
{
    const int DefaultSide = 8, DefaultSteps = 128;

    readonly ModelOptions model = new();
    readonly Option<string> images = OptionOf.Path("--images", "The folder of images, with the folders within.", "DIR", required: true);
    readonly Option<string> layer = OptionOf.Path("--layer", "The layer.", "LAYER", required: true);
    readonly Option<int> side = OptionOf.Whole("--side", "How many cells the map has on a side.", least: 2, usual: DefaultSide);
    readonly Option<string> file = OptionOf.OutputFile("The picture of the map.", required: true, ".png", ".webp", ".jpg");
    readonly Option<int> steps = OptionOf.Whole("--steps", "Steps for each cell's picture; 0 for none.", least: 0, usual: DefaultSteps);
    readonly Option<int> seed = OptionOf.Whole("--seed", "What every random number is drawn from.", least: 0, usual: 0);

    internal ActivationAtlasVerb() : base(
        "activation-atlas", "Lays out what a layer answers to images on a map, like beside like, and shows for each place what would drive the layer that way.",
        "percept activation-atlas model.onnx --images photos --layer mixed4c -o map.png", "percept activation-atlas model.onnx --images photos --layer mixed4c --side 12 --steps 64 -o map.png --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, layer, side, file, steps, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (network, path, drawn) = (model.Load(parsed, output), parsed.GetRequiredValue(file), parsed.GetValue(seed));
        var atlas = ActivationAtlas.Of(network, network.Find(parsed.GetRequiredValue(layer)), new ImageFolder(parsed.GetRequiredValue(images)), parsed.GetValue(side), drawn, cancel);
        var pictures = await LayerPictures.OfAsync(network, atlas.Layer, [.. atlas.Cells.Select(cell => cell.Objective(atlas.Layer))], parsed.GetValue(steps), drawn, output, cancel);
        ActivationAtlasSheet.Draw(atlas, pictures).Write(path);
        if (output.IsJson) output.Json(new
        {
            file = path,
            layer = atlas.Layer.Name,
            atlas.Side,
            atlas.Images,
            atlas.Positions,
            cells = atlas.Cells.Select(cell => new
            {
                cell.Row,
                cell.Column,
                cell.Count,
                cell.Image,
                folders = cell.Folders.Select(folder => new { folder.Folder, folder.Count }),
                objective = cell.Objective(atlas.Layer).ToString(),
                mean = cell.Mean,
            }),
            atlas.Skipped,
        });
        else
        {
            output.Line($"{atlas.Layer.Name}: {atlas.Positions} positions of {atlas.Images} images in {atlas.Side} x {atlas.Side} cells.");
            output.Line($"Picture: {path}");
        }

        return output.Skipped(atlas.Skipped);
    }
}
