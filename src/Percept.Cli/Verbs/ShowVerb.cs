using System.CommandLine;
using Percept.Atlases;

namespace Percept.Cli.Verbs;

/// <summary>Everything known about one unit.</summary>
sealed class ShowVerb : Verb
{
    readonly Argument<string> file = CommonOptions.AtlasFile();
    readonly Argument<string> unit = new("UNIT") { Description = "The unit, as layer:unit." };
    readonly Option<string> folder = CommonOptions.OutputFolder("Crops and feature visualizations go there as PNG.", required: false);
    readonly Option<string> model = CommonOptions.Model("Effective crops and heat maps are computed with it.");
    readonly Option<int> example = OptionOf.Whole("--example", "The rank of the example that --map draws.", least: 1, usual: 1);
    readonly Option<ExampleKind> kind = OptionOf.OneOf("--kind", "The kind of that example.", usual: ExampleKind.Highest);
    readonly Option<string> map = OptionOf.Path("--map", "A PNG file to write the heat map of an example to; needs --model.", "FILE.png", required: false);

    readonly DeviceOptions device = new();

    internal ShowVerb() : base(
        "show", "Shows what an atlas holds about one unit: statistics, the images that excite it most with the crop of its receptive field, near misses, the lowest images, and feature visualizations.",
        "percept show model.percept mixed4a:476", "percept show model.percept mixed4a:476 --json", "percept show model.percept mixed4a:476 --model model.onnx --example 1 --map map.png")
    {
        Add(file);
        Add(unit);
        foreach (var option in new Option[] { folder, model, example, kind, map, Json }) Add(option);
        device.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        using var atlas = Atlas.OpenRead(parsed.GetRequiredValue(file));
        var (layer, index) = atlas.Unit(parsed.GetRequiredValue(unit));
        var known = new ShownUnit(atlas, layer, index);
        string? written = null;
        if (parsed.GetValue(model) is { } path)
        {
            using var maps = new HeatMaps(AtlasNetwork.Load(path, atlas.Identity).On(device.Of(parsed)), atlas, layer);
            known = known with { Highest = maps.WithEffectiveCrops(known.Highest) };
            if (parsed.GetValue(map) is { } target) maps.Write(known.Example(parsed.GetValue(kind), parsed.GetValue(example)), written = target);
        }
        else if (parsed.GetValue(map) is not null) throw new AtlasException("A heat map is computed with the network: give it with --model.");

        var pictures = parsed.GetValue(folder) is { } into ? new UnitPictures(atlas, $"{layer.Name}:{index}", into) : null;
        if (output.IsJson) output.Json(known.ToRecord(pictures, written), CliJson.Format.ShowRecord);
        else known.Print(output, pictures, written);
        return Task.FromResult(ExitCode.Done);
    }
}
