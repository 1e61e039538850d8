using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Percept.Answers.Trust;
using Percept.Atlases;
using Percept.Cli.Records;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Cli.Verbs;

/// <summary>Images by gradient ascent.</summary>
sealed class OptimizeVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<Objective[]> objectives = OptionOf.Objectives("--objective", "What to maximise: layer, layer:unit, layer:unit@y,x, label:NAME, or a weighted sum of these; an image for each objective.");
    readonly Option<string> folder = CommonOptions.OutputFolder("Images that are there already are kept.");
    readonly Option<int?> steps = CommonOptions.Steps("It ends earlier when the objective no longer rises.");
    readonly Option<int?> seed = CommonOptions.Seed();
    readonly Option<int?> batch = CommonOptions.Batch("Each has its own thread; as many as there are processors by default.");
    readonly Option<string> recipeFile = OptionOf.Path("--recipe", "A JSON file with all options of the optimisation; options given here override it.", "FILE", required: false);

    readonly Option<ImageKind?> kind = OptionOf.OneOf<ImageKind>("--image", "The parameterization of the image: fourier by default; phase keeps the amplitudes of natural images.");
    readonly Option<string> images = CommonOptions.Images("Their colours, and with --image phase their amplitudes, replace ImageNet's.", required: false);
    readonly Option<string> start = OptionOf.Path("--start", "The image to start from, instead of noise.", "FILE", required: false);
    readonly Option<bool> transparent = new("--transparent") { Description = "Make transparent what the objective does not need." };
    readonly Option<bool> negative = new("--negative") { Description = "Also minimise each objective." };
    readonly Option<int?> diverse = OptionOf.Whole("--diverse", "How many images, different from each other, to make for each objective.", least: 1);
    readonly Option<int?> bestOf = OptionOf.Whole("--best-of", "How many seeds to try for each image; the one with the highest value is kept.", least: 1);
    readonly Option<double?> minutes = CommonOptions.Minutes("Each image gets its share of the time, and as many steps as fit.");
    readonly Option<string> atlasFile = CommonOptions.Atlas("Each image then gets a statement of how far it can be trusted.");

    internal OptimizeVerb() : base(
        "optimize", "Makes feature visualizations: images that maximise the activation of a unit, or any other objective, by gradient ascent. Here --size is the size of these images.",
        "percept optimize model.onnx --objective mixed4a:476 -o out", "percept optimize model.onnx --objective conv1:0 conv1:1 '0.5*conv1:0 + 0.5*conv2:3' --size 128 --steps 256 -o out",
        "percept optimize model.onnx --objective mixed4a:476 --negative --diverse 4 -o out",
        "percept optimize model.onnx --objective mixed4a:476 --best-of 3 --image phase --images photos -o out")
    {
        Add(model.Model);
        foreach (var option in new Option[] { objectives, folder, steps, seed, batch, minutes, bestOf, negative, diverse, kind, images, start, transparent, recipeFile, atlasFile, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (watch, recipe) = (Stopwatch.StartNew(), RecipeOf(parsed));
        var network = model.Load(parsed, output, sized: false);
        using var atlas = parsed.GetValue(atlasFile) is { } path ? Atlas.OpenRead(path) : null;
        using var trust = atlas is null ? null : new ObjectiveTrust(network, atlas);
        var kept = new ResultFolder(parsed.GetRequiredValue(folder), network, recipe);
        var wanted = Wanted(parsed, network);
        var results = wanted.ToDictionary(objective => objective, kept.Find);
        var missing = wanted.Where(objective => results[objective] is null).ToArray();

        var perUnitStep = missing.Length == 0 ? null : await output.WithProgressAsync(async progress =>
        {
            var clock = new StepClock(progress);
            await foreach (var found in Optimizer.RunAsync(network, missing, recipe, parsed.GetValue(batch), clock, cancellationToken: cancellationToken)) results[found.Objective] = kept.Keep(found);
            return clock.PerUnitStep;
        });

        var inOrder = wanted.Select(objective => results[objective]!).ToArray();
        var stated = wanted.Zip(inOrder, (objective, result) => (result, trust: result.File is { } file ? trust?.Of(objective, Picture.Read(file), result.Activation) : null)).ToArray();
        if (output.IsJson) output.Json(new([.. stated.Select(each => OptimizedRecord.Of(each.result, each.trust))], perUnitStep, watch.Elapsed.TotalSeconds), CliJson.Format.OptimizeRecord);
        else Print(output, stated);
        foreach (var result in inOrder.Where(result => !result.Excited))
            output.Note($"'{result.Objective}' could not be excited: after {result.Steps} steps its value is {result.Activation.ToString("G4", CultureInfo.InvariantCulture)}, no more than that of the image at the start, so no picture is written.");
        return inOrder.All(result => result.Excited) ? ExitCode.Done : ExitCode.Findings;
    }

    /// <summary>What was asked for, with the opposites and the sets of different images that go with it.</summary>
    Objective[] Wanted(ParseResult parsed, Network network)
    {
        IEnumerable<Objective> asked = parsed.GetRequiredValue(objectives);
        if (parsed.GetValue(negative)) asked = asked.SelectMany(objective => (Objective[])[objective, -objective]);
        if (parsed.GetValue(diverse) is { } count) asked = asked.SelectMany(objective => Objective.Diverse(objective, count, network));
        return [.. asked.Distinct()];
    }

    static void Print(Output output, IReadOnlyList<(Result Result, TrustStatement? Trust)> stated)
    {
        output.Table(["objective", "activation", "steps", "file"], stated.Select(each => Row(each.Result)));
        foreach (var (result, statement) in stated)
            if (statement is not null)
                foreach (var line in statement.Warnings.Prepend(statement.Line)) output.Line($"{result.Objective}: {line}");
    }

    static string[] Row(Result result) =>
        [result.Objective, result.Activation.ToString("G4", CultureInfo.InvariantCulture), result.Steps.ToString(CultureInfo.InvariantCulture), result.File ?? "not excited"];

    Recipe RecipeOf(ParseResult parsed)
    {
        var recipe = parsed.GetValue(recipeFile) is { } file ? Read(file) : new();
        var statistics = parsed.GetValue(images) is { } folder ? ColourStatistics.Of(new(folder)) : null;
        recipe = parsed.GetValue(start) is { } picture ? recipe.StartingFrom(picture) : recipe;
        ImageParameterization image = parsed.GetValue(kind) switch
        {
            null => recipe.Image,
            ImageKind.Pixels => new Pixels(),
            ImageKind.Pyramid => new Pyramid(),
            ImageKind.Cppn => new Cppn(),
            ImageKind.Phase => new FixedSpectrum(),
            _ => new Fourier(),
        };
        return recipe with
        {
            Height = model.SizeOf(parsed)?[0] ?? recipe.Height,
            Width = model.SizeOf(parsed)?[1] ?? recipe.Width,
            Steps = parsed.GetValue(steps) ?? recipe.Steps,
            Seed = parsed.GetValue(seed) ?? recipe.Seed,
            BestOf = parsed.GetValue(bestOf) ?? recipe.BestOf,
            Minutes = parsed.GetValue(minutes) ?? recipe.Minutes,
            Transparent = parsed.GetValue(transparent) || recipe.Transparent,
            ColourMatrix = statistics?.Matrix ?? recipe.ColourMatrix,
            Image = statistics is not null && image is FixedSpectrum ? new FixedSpectrum(statistics.Amplitudes) : image,
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

    /// <summary>The kinds of <see cref="ImageParameterization"/>.</summary>
    enum ImageKind
    {
        Fourier, Pixels, Pyramid, Cppn, Phase,
    }
}
