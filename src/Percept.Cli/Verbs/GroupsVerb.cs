using System.CommandLine;
using System.Globalization;
using Percept.Answers.Groups;
using Percept.Cli.Records;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>A layer's units in a few groups that fire together.</summary>
sealed class GroupsVerb : Verb
{
    const int DefaultGroups = 6, DefaultSteps = 192;

    readonly ModelOptions model = new();
    readonly Option<string> images = CommonOptions.Images("One image file is taken too.", "DIR|IMAGE");
    readonly Option<string> layer = CommonOptions.Layer();
    readonly Option<int> count = OptionOf.Whole("--groups", "How many groups.", least: 1, usual: DefaultGroups);
    readonly Option<string> file = CommonOptions.OutputPicture("It has a row for each group.");
    readonly Option<int> steps = CommonOptions.Steps(DefaultSteps, "0 leaves the images out.", least: 0);
    readonly Option<int> seed = CommonOptions.Seed(usual: 0);

    internal GroupsVerb() : base(
        "groups", "Factorises a layer's activations into a few groups of units that fire together (nonnegative matrix factorisation; seminonnegative where activations are below zero), with a feature visualization and heat maps of each.",
        "percept groups model.onnx --images photos --layer mixed4c -o groups.png", "percept groups model.onnx --images cat.jpg --layer mixed4c --groups 4 -o groups.png --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, layer, count, file, steps, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (network, path, given) = (model.Load(parsed, output), parsed.GetRequiredValue(file), parsed.GetRequiredValue(images));
        IReadOnlyList<ImageFile> files = File.Exists(given) ? [new(Path.GetFileName(given), given)] : new ImageFolder(given);
        var groups = await UnitGroups.OfAsync(network, network.Find(parsed.GetRequiredValue(layer)), files, new(parsed.GetValue(count), Seed: parsed.GetValue(seed)), cancellationToken: cancellationToken);
        var pictures = await LayerPictures.OfAsync(network, groups.Layer, [.. groups.Groups.Select(group => group.Objective(groups.Layer))], parsed.GetValue(steps), parsed.GetValue(seed), output, cancellationToken);
        GroupSheet.Draw(groups, pictures).Write(path);
        if (output.IsJson) output.Json(GroupsRecord.Of(groups, path), CliJson.Format.GroupsRecord);
        else
        {
            output.Table(["group", "share", "units"], groups.Groups.Select(group => (string[])[$"{group.Index + 1}", string.Create(CultureInfo.InvariantCulture, $"{100 * group.Share:0.0} %"),
                string.Join(", ", group.Units.Take(6).Select(unit => string.Create(CultureInfo.InvariantCulture, $"{unit.Unit} ({unit.Weight:0.00})")))]));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"Together they explain {100 * groups.Explained:0.0} % of the activations' squares at {groups.Positions} positions of {groups.Images} image(s), by {groups.Method}."));
            output.Line($"Picture: {path}");
        }

        return output.Skipped(groups.Skipped);
    }
}
