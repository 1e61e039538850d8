using System.CommandLine;
using Percept.Building;
using Percept.Cli.Records;
using Percept.Imaging;
using Percept.Sharding;

namespace Percept.Cli.Verbs;

/// <summary>Divides the work of an atlas into shards.</summary>
sealed class PlanVerb : Verb
{
    internal const int UsualImages = 2000, UsualUnits = 200;

    readonly ModelOptions model = new();
    readonly AtlasOptions wanted = new();
    readonly Option<string> folder = CommonOptions.OutputFolder("All workers need access to it.", "PLANDIR");
    readonly Option<int?> shards = OptionOf.Whole("--shards", "How many shards to divide the images into, and the units likewise.", least: 1);
    readonly Option<int?> imagesPerShard = OptionOf.Whole("--images-per-shard", $"How many images each shard matches; {UsualImages} by default.", least: 1);
    readonly Option<int?> unitsPerShard = OptionOf.Whole("--units-per-shard", $"For how many units each shard optimises images; {UsualUnits} by default.", least: 1);

    internal PlanVerb() : base(
        "plan", "Divides the work of building an atlas into shards for any number of processes and machines: `work` does one, `merge` joins them.",
        "percept plan model.onnx --images photos -o plan --shards 16", "percept plan model.onnx --images photos --range=-1,1 --images-per-shard 2000 -o plan")
    {
        Add(model.Model);
        Add(wanted.Images);
        Add(folder);
        foreach (var option in new Option[] { shards, imagesPerShard, unitsPerShard }) Add(option);
        wanted.AddTo(this);
        Add(Json);
        model.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetResult(shards) is not null && (result.GetResult(imagesPerShard) ?? result.GetResult(unitsPerShard)) is not null)
                result.AddError("--shards sets how many shards there are, --images-per-shard and --units-per-shard how large they are: give one or the other.");
        });
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (images, path) = (new ImageFolder(parsed.GetRequiredValue(wanted.Images)), parsed.GetRequiredValue(folder));
        var (network, dataset, options) = (model.Load(parsed, output, images), Dataset.Of(images), wanted.Of(parsed));
        var units = network.Layers.Sum(layer => Math.Min(layer.Channels, options.UnitsPerLayer ?? int.MaxValue));
        var plan = PlanFolder.Create(path, ShardPlan.Of(network, parsed.GetRequiredValue(model.Model), dataset, options, parsed.GetValue(shards) is { } count
            ? (count, count) : (Shards(dataset.Count, parsed.GetValue(imagesPerShard) ?? UsualImages), Shards(units, parsed.GetValue(unitsPerShard) ?? UsualUnits))), dataset).Plan;
        if (output.IsJson) output.Json(PlanRecord.Of(plan, path, dataset.Count), CliJson.Format.PlanRecord);
        else
        {
            output.Table(["stage", "shards", "items"], plan.Stages.Select(stage => (string[])[stage.Name, stage.Starts.Count == 1 ? $"{stage.First}" : $"{stage.First} to {stage.First + stage.Starts.Count - 1}", $"{stage.Items}"]));
            output.Line($"{plan.Shards} shards. Do them all here with `percept work {path} --all`, or each with `percept work {path} --shard I`; then `percept merge {path} -o ATLAS`.");
        }

        return Task.FromResult(ExitCode.Done);
    }

    static int Shards(int items, int size) => Math.Max(1, (items + size - 1) / size);
}
