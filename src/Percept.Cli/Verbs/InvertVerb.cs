using System.CommandLine;
using System.Globalization;
using Percept.Answers.Inversion;
using Percept.Imaging;
using Percept.Visualization;

namespace Percept.Cli.Verbs;

/// <summary>What each layer keeps of a picture.</summary>
sealed class InvertVerb : Verb
{
    const int DefaultSteps = 192;

    readonly ModelOptions model = new();
    readonly Argument<string> image = new("IMAGE") { Description = "The picture, an image file; cropped to the network's shape." };
    readonly Option<string[]> layers = OptionOf.Layers("Layers; eight evenly spread ones by default.");
    readonly Option<string> file = OptionOf.OutputFile("The row of pictures.", required: true, ".png", ".webp", ".jpg");
    readonly Option<int> steps = OptionOf.Whole("--steps", "Steps for each picture.", least: 1, usual: DefaultSteps);
    readonly Option<int> seed = OptionOf.Whole("--seed", "What every random number is drawn from.", least: 0, usual: 0);

    internal InvertVerb() : base(
        "invert", "Shows what each layer keeps of a picture (feature inversion) and what it makes much of (caricature).",
        "percept invert model.onnx cat.jpg -o row.png", "percept invert model.onnx cat.jpg --layer conv1 mixed3b mixed4c --steps 256 -o row.png --json")
    {
        Add(model.Model);
        Add(image);
        foreach (var option in new Option[] { layers, file, steps, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (network, path, given) = (model.Load(parsed, output), parsed.GetRequiredValue(file), parsed.GetRequiredValue(image));
        var picture = Picture.ReadFitted(given, network.Preprocessing.Height, network.Preprocessing.Width);
        var chosen = parsed.GetValue(layers) is [_, ..] names ? [.. names.Select(network.Find).Distinct()] : FeatureInversion.Spread(network);
        var recipe = new Recipe { Steps = parsed.GetValue(steps), Seed = parsed.GetValue(seed) };
        var found = await output.WithProgressAsync(progress => FeatureInversion.OfAsync(network, given, chosen, recipe, new StepClock(progress), cancel));
        FeatureInversion.Draw(picture, found).Write(path);
        if (output.IsJson) output.Json(new
        {
            file = path,
            layers = found.Select(one => new { name = one.Layer.Name, missing = one.Missing, inversion = one.Inverted.Objective.ToString(), caricature = one.Caricature.Objective.ToString(), reached = one.Caricature.Activation }),
        });
        else
        {
            output.Table(["layer", "of the activations missing"], found.Select(one => (string[])[one.Layer.Name, string.Create(CultureInfo.InvariantCulture, $"{100 * one.Missing:0.0} %")]));
            output.Line($"Picture: {path}");
        }

        return ExitCode.Done;
    }
}
