using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Percept.Answers.Explanations;
using Percept.Atlases;
using Percept.Attribution;
using Percept.Attribution.Checks;
using Percept.Attribution.Figures;
using Percept.Building;
using Percept.Imaging;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Cli.Verbs;

/// <summary>How much each pixel of a picture counts for an objective.</summary>
sealed class ExplainVerb : Verb
{
    const string Everything = "all";

    readonly ModelOptions model = new();
    readonly Argument<string> image = CommonOptions.Image();
    readonly Option<Objective> objective = OptionOf.OneObjective("--objective", "What is explained: label:NAME, layer:unit, layer:unit@y,x, or any other objective.");
    readonly Option<string[]> methods = new("--method")
    {
        Description = $"The method: {string.Join(", ", Method.All.Select(method => method.Name))}, or all. Several may be given; integrated-gradients by default.",
        HelpName = "METHOD",
        AllowMultipleArgumentsPerToken = true,
    };

    readonly Option<string> file = CommonOptions.OutputPicture("It shows the image beside its maps.");
    readonly Option<string> npy = OptionOf.Path("--npy", "A NumPy file for the map, channels x height x width; with several methods, a file for each with the method's name before the extension.", "MAP.npy", required: false);
    readonly Option<bool> overlay = new("--overlay") { Description = "Lay the maps over the image." };
    readonly Option<bool> peak = new("--peak") { Description = "Explain the unit at the position of its maximum activation, instead of its mean over all positions." };
    readonly Option<bool> check = new("--check") { Description = "Check the maps: shuffled weights, deletion and insertion, completeness. The checks are drawn beside the picture, as NAME.check.png." };
    readonly Option<Baseline> baseline = OptionOf.OneOf("--baseline", "The image that stands for no content; zero is 0 in the network's input.", usual: Baseline.Zero);
    readonly Option<int?> samples = OptionOf.Whole("--samples", "Noisy copies of smoothgrad (48 by default), steps of integrated-gradients (64), masks of rise (1000).", least: 1);
    readonly Option<int?> window = OptionOf.Whole("--window", "The side in pixels of what occlusion covers; an eighth of the image by default.", least: 1);
    readonly Option<string> layer = CommonOptions.Layer("Used by grad-cam and layer-cam; the last one with positions by default.", required: false);
    readonly Option<int> seed = CommonOptions.Seed(usual: 0);

    internal ExplainVerb() : base(
        "explain", "Shows how much each pixel of an image matters to a class, a unit or any other objective, by established attribution methods.",
        "percept explain model.onnx cat.jpg --objective label:cat -o why.png", "percept explain model.onnx cat.jpg --objective mixed4c:7 --peak --method all --check -o why.png",
        "percept explain model.onnx cat.jpg --objective label:cat --method grad-cam --overlay -o why.png --npy why.npy --json")
    {
        Add(model.Model);
        Add(image);
        methods.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value != Everything && Method.All.All(method => method.Name != token.Value)) is { } wrong)
                result.AddError($"--method takes {string.Join(", ", Method.All.Select(method => method.Name))} or {Everything}, not '{wrong.Value}'.");
        });
        foreach (var option in new Option[] { objective, peak, methods, file, npy, overlay, check, baseline, samples, window, layer, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (watch, path) = (Stopwatch.StartNew(), parsed.GetRequiredValue(file));
        var names = parsed.GetValue(methods) is [_, ..] given ? given : ["integrated-gradients"];
        var chosen = (names.Contains(Everything) ? Method.All : [.. names.Select(Method.Named).Distinct()])
            .Select(method => method.With(new(parsed.GetValue(samples), parsed.GetValue(window), parsed.GetValue(layer)))).ToArray();
        var network = model.Load(parsed, output);
        var picture = Picture.ReadFitted(parsed.GetRequiredValue(image), network.Preprocessing.Height, network.Preprocessing.Width);
        var target = parsed.GetRequiredValue(objective);
        if (parsed.GetValue(peak)) target = PeakPosition.Of(network, target, picture);
        using var explainer = new Explainer(network, target, picture, parsed.GetValue(baseline), parsed.GetValue(seed), cancellationToken);

        var maps = await output.WithProgressAsync(progress => Task.FromResult(Explain(explainer, chosen, names.Contains(Everything), output, progress)));
        ExplanationFigure.Draw(explainer, maps, parsed.GetValue(overlay)).Write(path);
        var arrays = parsed.GetValue(npy) is { } array ? maps.Select(map => Write(map, array, maps.Count > 1)).ToArray() : null;
        var checks = parsed.GetValue(check) ? await output.WithProgressAsync(progress => Task.FromResult(explainer.Check(maps, new Share(progress)))) : null;
        var sheet = checks is null ? null : Path.ChangeExtension(path, null) + ".check" + Path.GetExtension(path);
        if (checks is not null) CheckFigure.Draw(explainer, checks).Write(sheet!);
        if (output.IsJson) output.JsonText(AnswerJson.Print(AttributionAnswer.Of(explainer, maps, checks, arrays) with { File = path, CheckFile = sheet, Seconds = watch.Elapsed.TotalSeconds }));
        else Print(explainer, maps, checks, output, path, sheet);
        return checks is null || checks.All(each => each.Holds) ? ExitCode.Done : ExitCode.Findings;
    }

    /// <summary>The maps of methods, without those that the network does not allow where all are wanted.</summary>
    static List<AttributionMap> Explain(Explainer explainer, Method[] chosen, bool lenient, Output output, IProgress<BuildProgress> progress)
    {
        var maps = new List<AttributionMap>();
        foreach (var (i, method) in chosen.Index())
        {
            progress.Report(new("explaining", (double)i / chosen.Length, method.Name));
            try
            {
                maps.Add(explainer.Explain(method));
            }
            catch (GraphException error) when (lenient && maps.Count > 0)
            {
                output.Note($"{method.Title} is left out: {error.Message}");
            }
        }

        progress.Report(new("explaining", 1, ""));
        return maps;
    }

    static string Write(AttributionMap map, string path, bool isOneOfMany)
    {
        if (isOneOfMany) path = Path.ChangeExtension(path, $".{map.Method.Name}{Path.GetExtension(path)}");
        NpyFile.Write(path, new([map.Channels, map.Height, map.Width], map.Values));
        return path;
    }

    static void Print(Explainer explainer, IReadOnlyList<AttributionMap> maps, IReadOnlyList<AttributionCheck>? checks, Output output, string path, string? sheet)
    {
        output.Line(string.Create(CultureInfo.InvariantCulture, $"{explainer.Objective} = {explainer.Value:G4} at the picture, {explainer.BaselineValue:G4} at the baseline."));
        foreach (var (i, map) in maps.Index())
        {
            output.Line($"{map.Method.Name}: {map.Method.Words}.");
            foreach (var sentence in checks?[i].Sentences() ?? []) output.Line($"  {sentence}");
        }

        output.Line($"Picture: {path}");
        if (sheet is not null) output.Line($"Checks: {sheet}");
    }

    /// <summary>Passes on the progress of checks.</summary>
    sealed class Share(IProgress<BuildProgress> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new("checking", value, ""));
    }
}
