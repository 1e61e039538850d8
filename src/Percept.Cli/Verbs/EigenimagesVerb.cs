using System.CommandLine;
using System.Globalization;
using Percept.Answers.Eigenimages;
using Percept.Atlases;
using Percept.Files;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>Eigenimages of a folder, and what a network's features have to do with them.</summary>
sealed class EigenimagesVerb : Verb
{
    static readonly EigenOptions standard = new();

    readonly ModelOptions model = new();
    readonly Option<string> images = CommonOptions.Images();
    readonly Option<string> file = CommonOptions.OutputPicture("It shows eigenimages, components of patches, filters, and what each keeps of an image.", required: false);
    readonly Option<int> count = OptionOf.Whole("--count", "How many eigenimages.", least: 1, usual: standard.Count);
    readonly Option<int> side = OptionOf.Whole("--side", "The height and width in pixels that images are resized to.", least: 8, usual: standard.Side);
    readonly Option<int?> steps = CommonOptions.Steps($"They invert each layer; 0 leaves that out. {standard.InversionSteps} by default where a picture is drawn.", least: 0);
    readonly Option<int> seed = CommonOptions.Seed(standard.Seed);

    internal EigenimagesVerb() : base(
        "eigenimages", "Compares a network's features with eigenimages: the principal components of your images and patches, beside its filters and layers, with numbers.",
        "percept eigenimages model.onnx --images photos -o eigenimages.png", "percept eigenimages model.onnx --images photos --count 32 --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, file, count, side, steps, seed, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var folder = new ImageFolder(parsed.GetRequiredValue(images));
        var network = model.Load(parsed, output, folder);
        var comparison = await EigenAnalysis.OfAsync(network, folder, standard with
        {
            Count = parsed.GetValue(count),
            Side = parsed.GetValue(side),
            InversionSteps = parsed.GetValue(steps) ?? (parsed.GetValue(file) is null ? 0 : standard.InversionSteps),
            Seed = parsed.GetValue(seed),
        }, cancellationToken: cancellationToken);
        if (parsed.GetValue(file) is { } path) AtomicFile.Write(path, EigenSheet.Draw(comparison).ToPng());
        if (output.IsJson) output.JsonText(AnswerJson.Print(EigenimagesAnswer.Of(comparison, parsed.GetValue(file))));
        else Print(comparison, parsed.GetValue(file), output);
        return output.Skipped(comparison.Skipped);
    }

    static void Print(EigenComparison comparison, string? path, Output output)
    {
        output.Table(["layer", "R²", "spread"], comparison.Layers.Select(layer => (string[])[layer.Name, Share(layer.R2), double.IsNaN(layer.Spread) ? "" : Share(layer.Spread)]));
        if (comparison.Kept.Count > 0)
            output.Table(["of one image", "pixels", .. comparison.Kept[0].Features.Select(feature => feature.Layer)],
                comparison.Kept.Select(kept => (string[])[kept.By, Number(kept.Pixels), .. kept.Features.Select(feature => Number(feature.Correlation))]));
        output.Line(string.Create(CultureInfo.InvariantCulture, $"{comparison.Eigenimages.Components.Count} eigenimages of {comparison.Images} images hold {comparison.Eigenimages.Explained.Sum():0%} of their variance."));
        output.Line(comparison.Verdict);
        if (path is not null) output.Line(path);
    }

    static string Share(double share) => share.ToString(share < 0.01 ? "0.###%" : "0%", CultureInfo.InvariantCulture);

    static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
