using System.CommandLine;
using System.Globalization;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>Low, mid and high, measured.</summary>
sealed class LevelsVerb : Verb
{
    static readonly LevelOptions standard = new();

    readonly ModelOptions model = new();
    readonly Option<string> images = CommonOptions.Images("Each subfolder is a label.");
    readonly Option<double> low = OptionOf.Positive("--low", "Up to this share of the image's side, by its receptive field, a layer is low-level.", usual: standard.Low);
    readonly Option<double> mid = OptionOf.Positive("--mid", "Up to this share it is mid-level, above it high-level.", usual: standard.Mid);
    readonly Option<int> count = OptionOf.Whole("--count", "How many images to use at most.", least: 2, usual: standard.Images);
    readonly Option<int> seed = CommonOptions.Seed(standard.Seed);

    internal LevelsVerb() : base(
        "levels", "Measures what makes a layer low-, mid- or high-level: receptive fields, locality, tuning to gratings and colours, invariance, sparsity, selectivity for your folders' labels.",
        "percept levels model.onnx --images photos", "percept levels model.onnx --images photos --low 0.1 --mid 0.5 --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, low, mid, count, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var folder = new ImageFolder(parsed.GetRequiredValue(images));
        var answer = await LevelSurvey.OfAsync(model.Load(parsed, output, folder), folder, standard with
        {
            Low = parsed.GetValue(low),
            Mid = parsed.GetValue(mid),
            Images = parsed.GetValue(count),
            Seed = parsed.GetValue(seed),
        }, cancellationToken: cancellationToken);
        if (output.IsJson) output.JsonText(AnswerJson.Print(answer));
        else Print(answer, output);
        return output.Skipped(answer.Skipped);
    }

    static void Print(LevelsAnswer answer, Output output)
    {
        output.Table(["layer", "level", "receptive field", "without gates", "effective", "alone", "orientation", "colour", "phase", "invariance", "sparsity", "labels", "probe"], answer.Layers.Select(layer => (string[])
        [
            layer.Name, layer.Level.ToString().ToLowerInvariant(), $"{layer.ReceptiveField.Height} x {layer.ReceptiveField.Width}", layer.ReceptiveFieldWithoutGates is { Gates: > 0 } local ? $"{local.Height} x {local.Width}" : "",
            layer.EffectiveReceptiveField is { } effective ? string.Create(CultureInfo.InvariantCulture, $"{effective.Height:0} x {effective.Width:0}") : "", Number(layer.Locality ?? double.NaN),
            Number(layer.OrientationSelectivity), Number(layer.ColourSelectivity), Number(layer.PhaseModulation), Number(layer.Invariance), Number(layer.Sparsity), Number(layer.Selectivity), Number(layer.ProbeAccuracy),
        ]));
        output.Line(answer.Verdict);
    }

    static string Number(double number) => double.IsNaN(number) ? "" : number.ToString("0.00", CultureInfo.InvariantCulture);
}
