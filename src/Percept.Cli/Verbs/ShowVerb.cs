using System.CommandLine;
using Percept.Atlases;

namespace Percept.Cli.Verbs;

/// <summary>Everything known of one unit.</summary>
sealed class ShowVerb : Verb
{
    readonly Argument<string> file = new("ATLAS") { Description = "The atlas file." };
    readonly Argument<string> unit = new("UNIT") { Description = "The unit, as layer:unit." };
    readonly Option<string> folder = OptionOf.Path("--output", "A folder to write the optimised images and the crops to.", "DIR", required: false, "-o");
    readonly Option<string> model = OptionOf.Path("--model", "The atlas's network; with it effective crops and heat maps are computed.", "MODEL", required: false);
    readonly Option<int> example = OptionOf.Whole("--example", "The example whose heat map is wanted, by rank.", least: 1, usual: 1);
    readonly Option<ExampleKind> kind = OptionOf.OneOf("--kind", "Which of the examples.", usual: ExampleKind.Highest);
    readonly Option<string> map = OptionOf.Path("--map", "A PNG file for the heat map of an example.", "FILE.png", required: false);

    internal ShowVerb() : base(
        "show", "Shows what an atlas knows of one unit: statistics, the images that drive it highest with the crop it sees, what else it does, and optimised images.",
        "percept show model.percept mixed4a:476", "percept show model.percept mixed4a:476 --json", "percept show model.percept mixed4a:476 --model model.onnx --example 1 --map map.png")
    {
        Add(file);
        Add(unit);
        foreach (var option in new Option[] { folder, model, example, kind, map, Json }) Add(option);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        using var atlas = Atlas.OpenRead(parsed.GetRequiredValue(file));
        var (layer, index) = atlas.Unit(parsed.GetRequiredValue(unit));
        var known = new UnitRecord(atlas, layer, index);
        string? written = null;
        if (parsed.GetValue(model) is { } path)
        {
            using var maps = new HeatMaps(AtlasNetwork.Load(path, atlas.Identity), atlas, layer);
            known = known with { Highest = maps.WithEffectiveCrops(known.Highest) };
            if (parsed.GetValue(map) is { } target) maps.Write(known.Example(parsed.GetValue(kind), parsed.GetValue(example)), written = target);
        }
        else if (parsed.GetValue(map) is not null) throw new AtlasException("A heat map is computed from the network: say where it is with --model.");

        var pictures = parsed.GetValue(folder) is { } place ? new UnitPictures(atlas, $"{layer.Name}:{index}", place) : null;
        if (output.IsJson) output.Json(known.ToJson(pictures, written));
        else known.Print(output, pictures, written);
        return Task.FromResult(ExitCode.Done);
    }
}
