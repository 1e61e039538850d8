using System.CommandLine;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>Everything about a network on a dataset.</summary>
sealed class AtlasVerb : BuildingVerb
{
    readonly ModelOptions model = new();
    readonly AtlasOptions wanted = new();
    readonly Option<string> file = CommonOptions.OutputAtlas("If it exists, it is continued.");

    internal AtlasVerb() : base(
        "atlas", "Builds an atlas of a network on a folder of images: its layers and filters, the images that excite each unit most, feature visualizations, levels and the figure. Run again, it continues where it stopped.",
        "percept atlas model.onnx --images photos -o model.percept", "percept atlas model.onnx --images photos --range=-1,1 --units 8 --steps 512 -o model.percept")
    {
        Add(model.Model);
        Add(wanted.Images);
        Add(file);
        wanted.AddTo(this);
        Add(Json);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (folder, path) = (new ImageFolder(parsed.GetRequiredValue(wanted.Images)), parsed.GetRequiredValue(file));
        return Print(await BuildAsync(output, model.Load(parsed, output, folder), folder, path, wanted.Of(parsed), cancellationToken), output, path);
    }
}
