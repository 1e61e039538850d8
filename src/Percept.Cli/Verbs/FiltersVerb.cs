using System.CommandLine;
using Percept.Filters;

namespace Percept.Cli.Verbs;

/// <summary>The first layer's weights as images.</summary>
sealed class FiltersVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<string> file = OptionOf.OutputFile("The picture of all filters.", required: true, ".png", ".webp", ".jpg");

    internal FiltersVerb() : base(
        "filters", "Draws the weights of the first layer's filters side by side: grey is zero, brighter positive, darker negative.",
        "percept filters model.onnx -o filters.png", "percept filters model.onnx -o filters.png --range=-1,1 --json")
    {
        Add(model.Model);
        Add(file);
        Add(Json);
        model.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (path, filters) = (parsed.GetRequiredValue(file), FirstLayer.Filters(model.Load(parsed, output)));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FirstLayer.Sheet(filters).Write(path);
        if (output.IsJson) output.Json(new { file = path, filters = filters.Select(filter => new { filter.Index, filter.Height, filter.Width, filter.Channels }) });
        else output.Line($"{filters.Count} filters of {filters[0].Height} x {filters[0].Width}: {path}");
        return Task.FromResult(ExitCode.Done);
    }
}
