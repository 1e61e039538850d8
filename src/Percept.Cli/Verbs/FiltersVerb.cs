using System.CommandLine;
using System.Globalization;
using Percept.Atlases;
using Percept.Files;
using Percept.Filters;
using Percept.Filters.Links;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Cli.Verbs;

/// <summary>The first layer's weights as images.</summary>
sealed class FiltersVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<string> file = CommonOptions.OutputPicture("It shows each filter above the known filter that is most similar to it.", required: false);

    readonly Option<string> of = OptionOf.Path("--of", "A unit of any layer, whose weights are multiplied through to the image, with the units it is built from and used by.", "LAYER:UNIT", required: false);
    readonly Option<int> count = OptionOf.Whole("--top", "How many units to show on each side of that one.", least: 1, usual: 8);

    internal FiltersVerb() : base(
        "filters", "Draws the weights of the first layer's filters (grey is zero, brighter positive, darker negative) and says which are edge (Sobel), Gabor, centre-surround or colour-opponent filters, and how nearly.",
        "percept filters model.onnx -o filters.png", "percept filters model.onnx --range=-1,1 --json", "percept filters model.onnx --of conv3:17 -o built-from.png")
    {
        Add(model.Model);
        foreach (var option in new Option[] { file, of, count, Json }) Add(option);
        model.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (network, path) = (model.Load(parsed, output), parsed.GetValue(file));
        if (parsed.GetValue(of) is { } unit) Follow(network, unit, parsed.GetValue(count), path, output, cancellationToken);
        else Survey(network, path, output, cancellationToken);
        return Task.FromResult(ExitCode.Done);
    }

    static void Survey(Network network, string? path, Output output, CancellationToken cancellationToken)
    {
        var survey = FilterSurvey.Of(FirstLayer.Filters(network), processors: network.Processors, cancellationToken: cancellationToken);
        Write(() => survey.Sheet(), path);
        if (output.IsJson) output.JsonText(AnswerJson.Print(FiltersAnswer.Of(survey, path)));
        else Print(survey, path, output);
    }

    static void Follow(Network network, string unit, int count, string? path, Output output, CancellationToken cancellationToken)
    {
        var (layer, index) = network.FindUnit(unit);
        var circuit = Circuit.Of(network, layer, index, count, cancellationToken);
        Write(circuit.Sheet, path);
        if (output.IsJson) output.JsonText(AnswerJson.Print(LinksAnswer.Of(circuit, path)));
        else
        {
            output.Line($"{layer.NameOf(index)} sums {circuit.Expanded.Height} x {circuit.Expanded.Width} pixels where every rectifier is open.");
            output.Table(["", "unit", "weight", "strength"], [.. Rows("built from", circuit.BuiltFrom), .. Rows("used by", circuit.UsedBy)]);
            if (path is not null) output.Line(path);
        }

        static IEnumerable<string[]> Rows(string kind, IEnumerable<(UnitLink Link, Filter)> links) =>
            links.Select(part => (string[])[kind, part.Link.Layer.NameOf(part.Link.Unit), part.Link.Weight.ToString("+0.000;-0.000", CultureInfo.InvariantCulture), part.Link.Strength.ToString("0.000", CultureInfo.InvariantCulture)]);
    }

    static void Write(Func<Picture> draw, string? path)
    {
        if (path is not null) AtomicFile.Write(path, draw().ToPng());
    }

    static void Print(FilterSurvey survey, string? path, Output output)
    {
        var families = survey.Filters[0].Fits.Select(fit => fit.Family).Order(StringComparer.Ordinal).ToArray();
        output.Table(["filter", "nearest", "fit", .. families], survey.Filters.Select(fits => (string[])
            [$"{fits.Filter.Index}", fits.Best.Family, Share(fits.Best.Fit), .. families.Select(family => Share(fits.Of(family)))]));
        output.Line(survey.Verdict());
        if (path is not null) output.Line($"{survey.Filters.Count} filters of {survey.Filters[0].Filter.Height} x {survey.Filters[0].Filter.Width}: {path}");
    }

    static string Share(double fit) => fit.ToString("0%", CultureInfo.InvariantCulture);
}
