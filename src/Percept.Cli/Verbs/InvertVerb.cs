using System.CommandLine;
using System.Globalization;
using Percept.Answers.Inversion;
using Percept.Cli.Records;
using Percept.Imaging;
using Percept.Visualization;

namespace Percept.Cli.Verbs;

/// <summary>What each layer keeps of an image.</summary>
sealed class InvertVerb : Verb
{
    const int DefaultSteps = 192;

    readonly ModelOptions model = new();
    readonly Argument<string> image = CommonOptions.Image();
    readonly Option<string[]> layers = CommonOptions.Layers("Several may be given; eight evenly spaced ones by default.");
    readonly Option<string> file = CommonOptions.OutputPicture("It has a column for each layer, with the inversion above and the caricature below.");
    readonly Option<int> steps = CommonOptions.Steps(DefaultSteps);
    readonly Option<int> seed = CommonOptions.Seed(usual: 0);

    internal InvertVerb() : base(
        "invert", "Shows what each layer keeps of an image (feature inversion) and what it exaggerates (caricature).",
        "percept invert model.onnx cat.jpg -o row.png", "percept invert model.onnx cat.jpg --layer conv1 mixed3b mixed4c --steps 256 -o row.png --json")
    {
        Add(model.Model);
        Add(image);
        foreach (var option in new Option[] { layers, file, steps, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (network, path, given) = (model.Load(parsed, output), parsed.GetRequiredValue(file), parsed.GetRequiredValue(image));
        var picture = Picture.ReadFitted(given, network.Preprocessing.Height, network.Preprocessing.Width);
        var chosen = parsed.GetValue(layers) is [_, ..] names ? [.. names.Select(network.Find).Distinct()] : FeatureInversion.Spread(network);
        var recipe = new Recipe { Steps = parsed.GetValue(steps), Seed = parsed.GetValue(seed) };
        var found = await output.WithProgressAsync(progress => FeatureInversion.OfAsync(network, given, chosen, recipe, new StepClock(progress), cancellationToken));
        FeatureInversion.Draw(picture, found).Write(path);
        if (output.IsJson) output.Json(InvertRecord.Of(found, path), CliJson.Format.InvertRecord);
        else
        {
            output.Table(["layer", "activations missing"], found.Select(one => (string[])[one.Layer.Name, string.Create(CultureInfo.InvariantCulture, $"{100 * one.Missing:0.0} %")]));
            output.Line($"Picture: {path}");
        }

        return ExitCode.Done;
    }
}
