using System.CommandLine;
using System.Globalization;
using Percept.Answers.Concepts;
using Percept.Cli.Records;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Cli.Verbs;

/// <summary>Which units respond to the user's own labels.</summary>
sealed class ConceptsVerb : Verb
{
    const int DefaultTop = 5;

    readonly ModelOptions model = new();
    readonly Option<string> images = CommonOptions.Images("Each subfolder is a label.");
    readonly Option<string> masks = OptionOf.Path("--masks", "A folder of masks, white where a concept is: DIR/CONCEPT/ and the image's name, as PNG. Units are then compared with the masks instead of the labels.", "DIR", required: false);
    readonly Option<string[]> layers = CommonOptions.Layers("Several may be given; all by default.");
    readonly Option<int> top = CommonOptions.TopUnits(DefaultTop);
    readonly Option<int> seed = CommonOptions.Seed(usual: 0);

    internal ConceptsVerb() : base(
        "concepts", "Finds the units that respond to your own labels: those that tell labelled folders apart or, with masks, those that fire where a concept is.",
        "percept concepts model.onnx --images photos", "percept concepts model.onnx --images photos --layer mixed4c --masks masks --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, masks, layers, top, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (folder, count, drawn) = (new ImageFolder(parsed.GetRequiredValue(images)), parsed.GetValue(top), parsed.GetValue(seed));
        var network = model.Load(parsed, output);
        Layer[] chosen = parsed.GetValue(layers) is [_, ..] names ? [.. names.Select(network.Find).Distinct()] : [.. network.Layers];
        if (parsed.GetValue(masks) is not { } path) return Print(output, await LabelConcepts.OfAsync(network, chosen, folder, new(drawn), cancellationToken: cancellationToken), count);
        var found = new List<MaskConcepts>();
        foreach (var layer in chosen) found.Add(await MaskConcepts.OfAsync(network, layer, folder, path, new(drawn), cancellationToken: cancellationToken));
        return Print(output, found, count);
    }

    static int Print(Output output, LabelConcepts found, int top)
    {
        if (output.IsJson) output.Json(LabelConceptsRecord.Of(found), CliJson.Format.LabelConceptsRecord);
        else
        {
            output.Table(["unit", "best label", "AUC", "labels it serves", "best by chance"], found.Layers.SelectMany(layer => layer.Units.Take(top).Select(unit => (string[])
                [layer.Layer.NameOf(unit.Unit), unit.Label, Number(unit.Auc), Number(unit.Serves, "0"), Number(layer.Chance)])));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{found.Images} images with {found.Labels.Count} labels. AUC: the probability that an image of the label has a higher maximum activation than one of another label; 0.5 is chance. A unit serves a label from an AUC of {LabelConcepts.Well} on."));
        }

        return output.Skipped(found.Skipped);
    }

    static int Print(Output output, List<MaskConcepts> found, int top)
    {
        if (output.IsJson) output.Json(MaskConceptsRecord.Of(found), CliJson.Format.MaskConceptsRecord);
        else
        {
            output.Table(["unit", "covers", "IoU", "fires above"], found.SelectMany(layer => layer.Units.Take(top).Select(unit => (string[])[layer.Layer.NameOf(unit.Unit), unit.Concept, Number(unit.Iou, "0.000"), Number(unit.Threshold, "G3")])));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{found[0].Images} images with masks of {found[0].Concepts.Count} concept(s). IoU: the intersection of the unit's highest 0.5 % of positions with the masks, over their union; from {MaskConcepts.Detector} on the unit is called a detector."));
        }

        return output.Skipped(found[0].Skipped);
    }

    static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
