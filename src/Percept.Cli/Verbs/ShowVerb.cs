using System.CommandLine;
using System.Globalization;
using Percept.Atlases;
using Percept.Trust;

namespace Percept.Cli.Verbs;

/// <summary>Everything known of one unit.</summary>
sealed class ShowVerb : Verb
{
    readonly Argument<string> file = new("ATLAS") { Description = "The atlas file." };
    readonly Argument<string> unit = new("UNIT") { Description = "The unit, as layer:unit." };
    readonly Option<string> folder = OptionOf.Path("--output", "A folder to write the optimised images and the crops to.", "DIR", required: false, "-o");

    internal ShowVerb() : base(
        "show", "Shows what an atlas knows of one unit: statistics, the images that drive it highest with the crop it sees, and optimised images.",
        "percept show model.percept mixed4a:476", "percept show model.percept mixed4a:476 --json", "percept show model.percept mixed4a:476 -o unit")
    {
        Add(file);
        Add(unit);
        Add(folder);
        Add(Json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        using var atlas = Atlas.OpenRead(parsed.GetRequiredValue(file));
        var (layer, index) = atlas.Unit(parsed.GetRequiredValue(unit));
        var statistics = atlas.Statistics(layer.Index, index).SingleOrDefault();
        var examples = atlas.Examples(layer.Index, index);
        var names = atlas.Images(examples.Select(example => example.Image).Distinct()).ToDictionary(image => image.Id, image => image.Name);
        var optimized = atlas.Optimized(layer.Index, index);
        var pictures = parsed.GetValue(folder) is { } path ? new UnitPictures(atlas, $"{layer.Name}:{index}", path) : null;

        if (output.IsJson) output.Json(new
        {
            unit = $"{layer.Name}:{index}",
            layer = layer.Name,
            layer.Tensor,
            layer.Level,
            reach = new { height = layer.ReachHeight, width = layer.ReachWidth },
            statistics = statistics is null ? null : new
            {
                statistics.Images,
                statistics.Mean,
                statistics.StandardDeviation,
                statistics.Minimum,
                statistics.Maximum,
                statistics.Fires,
                statistics.NotFinite,
                dead = statistics.IsDead,
            },
            examples = examples.Select(example => new { example.Rank, image = names[example.Image], example.Activation, example.Y, example.X, example.Crop, file = pictures?.Write(example) }),
            optimized = optimized.Select(image => new { image.Activation, image.Sign, image.Seed, image.Steps, image.Size, image.Command, trust = TrustStatement.FromJson(image.Trust)?.ToElement(), file = pictures?.Write(image) }),
        });
        else
        {
            output.Line($"{layer.Name}:{index}, one of {layer.Channels} units of a {layer.Level.ToString().ToLowerInvariant()}-level layer; sees {layer.ReachHeight} x {layer.ReachWidth} pixels.");
            if (statistics is not null) output.Line(Invariant(
                $"Over {statistics.Images} images: mean {statistics.Mean:G4}, standard deviation {statistics.StandardDeviation:G4}, from {statistics.Minimum:G4} to {statistics.Maximum:G4}; fires in {100 * statistics.Fires:0.#} % of them."));
            output.Table(["rank", "image", "activation", "place", "crop", .. Files("file")], examples.Select(example => (string[])
            [
                $"{example.Rank}", names[example.Image], Invariant($"{example.Activation:G4}"), $"{example.Y},{example.X}",
                $"{example.Crop.Height} x {example.Crop.Width} at {example.Crop.Top},{example.Crop.Left}", .. Files(pictures?.Write(example)),
            ]));
            foreach (var image in optimized)
            {
                output.Line(Invariant($"Optimised ({image.Size} px, {image.Steps} steps, seed {image.Seed}): {image.Activation:G4}  {pictures?.Write(image) ?? image.Command}"));
                if (TrustStatement.FromJson(image.Trust) is not { } trust) continue;
                output.Line($"  {trust.Line}");
                foreach (var warning in trust.Warnings) output.Line($"  Warning: {warning}");
            }
        }

        return Task.FromResult(ExitCode.Done);

        string[] Files(string? name) => pictures is null ? [] : [name ?? ""];
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
