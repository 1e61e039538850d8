using System.CommandLine;
using Percept.Answers.ActivationAtlases;
using Percept.Cli.Records;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>A map of a layer's activations on many images.</summary>
sealed class ActivationAtlasVerb : Verb
{
    const int DefaultSide = 8, DefaultSteps = 128;

    readonly ModelOptions model = new();
    readonly Option<string> images = CommonOptions.Images();
    readonly Option<string> layer = CommonOptions.Layer();
    readonly Option<int> side = OptionOf.Whole("--side", "How many cells the map has on a side.", least: 2, usual: DefaultSide);
    readonly Option<string> file = CommonOptions.OutputPicture("It shows an optimised image for each cell, and below them crops of the dataset.");
    readonly Option<int> steps = CommonOptions.Steps(DefaultSteps, "0 leaves the images out.", least: 0);
    readonly Option<int> seed = CommonOptions.Seed(usual: 0);

    internal ActivationAtlasVerb() : base(
        "activation-atlas", "Lays a layer's activations on many images out on a map, similar ones side by side, and shows for each cell an image optimised for its mean activations.",
        "percept activation-atlas model.onnx --images photos --layer mixed4c -o map.png", "percept activation-atlas model.onnx --images photos --layer mixed4c --side 12 --steps 64 -o map.png --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, layer, side, file, steps, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (network, path, drawn) = (model.Load(parsed, output), parsed.GetRequiredValue(file), parsed.GetValue(seed));
        var atlas = await ActivationAtlas.OfAsync(network, network.Find(parsed.GetRequiredValue(layer)), new ImageFolder(parsed.GetRequiredValue(images)), new(parsed.GetValue(side), drawn), cancellationToken: cancellationToken);
        var pictures = await LayerPictures.OfAsync(network, atlas.Layer, [.. atlas.Cells.Select(cell => cell.Objective(atlas.Layer))], parsed.GetValue(steps), drawn, output, cancellationToken);
        ActivationAtlasSheet.Draw(atlas, pictures).Write(path);
        if (output.IsJson) output.Json(ActivationAtlasRecord.Of(atlas, path), CliJson.Format.ActivationAtlasRecord);
        else
        {
            output.Line($"{atlas.Layer.Name}: {atlas.Positions} positions of {atlas.Images} images in {atlas.Side} x {atlas.Side} cells.");
            output.Line($"Picture: {path}");
        }

        return output.Skipped(atlas.Skipped);
    }
}
