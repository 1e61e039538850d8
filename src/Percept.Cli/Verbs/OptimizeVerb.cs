using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Onnx.Graphs;
using Percept.Optimization;
using Percept.Trust;

namespace Percept.Cli.Verbs;

/// <summary>Images by gradient ascent.</summary>
sealed class OptimizeVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<Objective[]> objectives = OptionOf.Objectives("--objective", "What to maximise: layer, layer:unit, layer:unit@y,x, label:NAME, or a sum with weights; an image for each.");
    readonly Option<string> folder = OptionOf.Path("--output", "The folder for the images; those that are there already are left.", "DIR", required: true, "-o");
    readonly Option<int?> steps = OptionOf.Whole("--steps", "Steps of ascent.", least: 1);
    readonly Option<int?> seed = OptionOf.Whole("--seed", "What every random number is drawn from.", least: 0);
    readonly Option<int?> batch = OptionOf.Whole("--batch", "How many images climb at once, each on a thread of its own; as many as there are processors unless told.", least: 1);
    readonly Option<string> recipeFile = OptionOf.Path("--recipe", "A JSON file with all options of the optimisation; the options here go before it.", "FILE", required: false);

    readonly Option<string> atlasFile = OptionOf.Path("--atlas", "An atlas of the network: each image gets a statement of how far it may be believed.", "ATLAS", required: false);

    internal OptimizeVerb() : base(
        "optimize", "Finds images that drive units as high as possible, by gradient ascent. --size is that of these images.",
        "percept optimize model.onnx --objective mixed4a:476 -o out", "percept optimize model.onnx --objective conv1:0 conv1:1 '0.5*conv1:0 + 0.5*conv2:3' --size 128 --steps 256 -o out")
    {
        Add(model.Model);
        foreach (var option in new Option[] { objectives, folder, steps, seed, batch, recipeFile, atlasFile, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (watch, recipe) = (Stopwatch.StartNew(), RecipeOf(parsed));
        var network = model.Load(parsed, sized: false);
        using var atlas = parsed.GetValue(atlasFile) is { } path ? Atlas.OpenRead(path) : null;
        using var trust = atlas is null ? null : new ObjectiveTrust(network, atlas);
        var kept = new ResultFolder(parsed.GetRequiredValue(folder), network, recipe);
        var wanted = parsed.GetRequiredValue(objectives).Distinct().ToArray();
        var results = wanted.ToDictionary(objective => objective, kept.Find);
        var missing = wanted.Where(objective => results[objective] is null).ToArray();

        var perUnitStep = missing.Length == 0 ? null : await output.WithProgressAsync(async progress =>
        {
            var clock = new StepClock(progress);
            await foreach (var found in Optimizer.RunAsync(network, missing, recipe, parsed.GetValue(batch), clock, cancel)) results[found.Objective] = kept.Keep(found);
            return clock.PerUnitStep;
        });

        var inOrder = wanted.Select(objective => results[objective]!).ToArray();
        var stated = wanted.Zip(inOrder, (objective, result) => (result, trust: trust?.Of(objective, Picture.Read(result.File), result.Activation))).ToArray();
        if (output.IsJson) output.Json(new
        {
            results = stated.Select(each => new { each.result.Objective, each.result.Activation, each.result.Steps, each.result.Seed, each.result.File, trust = each.trust?.ToElement() }),
            ms_per_unit_step = perUnitStep,
            seconds = watch.Elapsed.TotalSeconds,
        });
        else output.Table(["objective", "activation", "file"], inOrder.Select(result => (string[])[result.Objective, result.Activation.ToString("G4", CultureInfo.InvariantCulture), result.File]));
        if (!output.IsJson)
            foreach (var (result, statement) in stated.Where(each => each.trust is not null))
                foreach (var line in statement!.Warnings.Prepend(statement.Line)) output.Line($"{result.Objective}: {line}");
        return ExitCode.Done;
    }

    Recipe RecipeOf(ParseResult parsed)
    {
        var recipe = parsed.GetValue(recipeFile) is { } file ? Read(file) : new();
        return recipe with
        {
            Height = model.SizeOf(parsed)?[0] ?? recipe.Height,
            Width = model.SizeOf(parsed)?[1] ?? recipe.Width,
            Steps = parsed.GetValue(steps) ?? recipe.Steps,
            Seed = parsed.GetValue(seed) ?? recipe.Seed,
        };
    }

    static Recipe Read(string file)
    {
        try
        {
            return Recipe.FromJson(File.ReadAllText(file));
        }
        catch (JsonException error)
        {
            throw new GraphException($"The recipe '{file}' cannot be read: {error.Message} Write it as JSON such as {new Recipe().ToJson()}.", error);
        }
    }
}
