using System.CommandLine;
using System.Globalization;
using Percept.Answers.Concepts;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Cli.Verbs;

/// <summary>Which units stand for the user's own labels.</summary>
sealed class ConceptsVerb : Verb
{
    const int DefaultTop = 5;

    readonly ModelOptions model = new();
    readonly Option<string> images = OptionOf.Path("--images", "A folder with a folder of images for each label.", "DIR", required: true);
    readonly Option<string> masks = OptionOf.Path("--masks", "A folder of masks, white where a concept is: DIR/CONCEPT/ and the image's name, as PNG. Units are then compared with masks instead of folders.", "DIR", required: false);
    readonly Option<string[]> layers = OptionOf.Layers("Layers; all by default.");
    readonly Option<int> top = OptionOf.Whole("--top", "How many units of each layer are printed.", least: 1, usual: DefaultTop);
    readonly Option<int> seed = OptionOf.Whole("--seed", "What every random number is drawn from.", least: 0, usual: 0);

    internal ConceptsVerb() : base(
        "concepts", "Finds the units that stand for your own labels: those that tell labelled folders apart, or with masks those that fire where a concept is.",
        "percept concepts model.onnx --images photos", "percept concepts model.onnx --images photos --layer mixed4c --masks masks --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, masks, layers, top, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (folder, count, drawn) = (new ImageFolder(parsed.GetRequiredValue(images)), parsed.GetValue(top), parsed.GetValue(seed));
        var network = model.Load(parsed, output);
        Layer[] chosen = parsed.GetValue(layers) is [_, ..] names ? [.. names.Select(network.Find).Distinct()] : [.. network.Layers];
        return Task.FromResult(parsed.GetValue(masks) is { } path
            ? Tell(output, [.. chosen.Select(layer => MaskConcepts.Of(network, layer, folder, path, seed: drawn, cancel: cancel))], count)
            : Tell(output, LabelConcepts.Of(network, chosen, folder, drawn, cancel), count));
    }

    static int Tell(Output output, LabelConcepts found, int top)
    {
        if (output.IsJson) output.Json(new
        {
            measure = "auc",
            labels = found.Labels,
            found.Images,
            layers = found.Layers.Select(layer => new { name = layer.Layer.Name, layer.Chance, units = layer.Units.Select(unit => new { unit.Unit, unit.Label, unit.Auc, unit.Serves, all = unit.All }) }),
            found.Skipped,
        });
        else
        {
            output.Table(["unit", "tells apart", "AUC", "labels it serves", "best by chance"], found.Layers.SelectMany(layer => layer.Units.Take(top).Select(unit => (string[])
                [layer.Layer.NameOf(unit.Unit), unit.Label, Number(unit.Auc), Number(unit.Serves, "0"), Number(layer.Chance)])));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{found.Images} images with {found.Labels.Count} labels. AUC: the chance that an image of the label drives the unit higher than another; 0.5 is none. It serves labels from {LabelConcepts.Well} on."));
        }

        return output.Skipped(found.Skipped);
    }

    static int Tell(Output output, IReadOnlyList<MaskConcepts> found, int top)
    {
        if (output.IsJson) output.Json(new
        {
            measure = "iou",
            labels = found[0].Concepts,
            found[0].Images,
            layers = found.Select(layer => new { name = layer.Layer.Name, units = layer.Units.Select(unit => new { unit.Unit, label = unit.Concept, unit.Iou, unit.Threshold, all = unit.All }) }),
            skipped = found[0].Skipped,
        });
        else
        {
            output.Table(["unit", "covers", "IoU", "fires above"], found.SelectMany(layer => layer.Units.Take(top).Select(unit => (string[])[layer.Layer.NameOf(unit.Unit), unit.Concept, Number(unit.Iou, "0.000"), Number(unit.Threshold, "G3")])));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{found[0].Images} images with masks of {found[0].Concepts.Count} concept(s). IoU: what the unit's highest 0.5 % and the masks have in common, over what they cover together; from {MaskConcepts.Detector} on it is called a detector."));
        }

        return output.Skipped(found[0].Skipped);
    }

    static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
