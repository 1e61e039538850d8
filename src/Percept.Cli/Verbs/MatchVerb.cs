using System.CommandLine;
using System.Diagnostics;
using Percept.Building;
using Percept.Imaging;
using Percept.Matching;
using static System.FormattableString;

namespace Percept.Cli.Verbs;

/// <summary>Dataset matching.</summary>
sealed class MatchVerb : BuildingVerb
{
    /// <summary>The images of ImageNet's training set (ILSVRC 2012).</summary>
    const int ImageNet = 1_281_167;

    static readonly BuildOptions standard = new();

    readonly ModelOptions model = new();
    readonly Option<string> images = CommonOptions.Images("Subfolders are labels, and units get profiles by label.");
    readonly Option<string> file = CommonOptions.OutputAtlas("If it exists, it is continued.");
    readonly Option<int> top = CommonOptions.TopImages(standard.Matching.Top);
    readonly Option<bool> dedupe = new("--dedupe") { Description = "Keep only one of the images that look nearly the same." };
    readonly Option<Rank> rank = OptionOf.OneOf("--rank", "What images are ranked by: the unit's activation, or its relevance, which is what it adds to the prediction.", usual: standard.Matching.Rank);
    readonly Option<int> effective = OptionOf.Whole("--effective", "For how many of each unit's highest examples to compute the effective crop now; each takes a gradient.", least: 0, usual: 0);

    internal MatchVerb() : base(
        "match", "Finds, for every unit of every layer, the images of a folder that excite it most, where in them, and how its activations are distributed over all of them.",
        "percept match model.onnx --images photos -o model.percept", "percept match model.onnx --images photos --range=-1,1 --top 16 --dedupe -o model.percept")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, file, top, dedupe, rank, effective, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var (folder, path) = (new ImageFolder(parsed.GetRequiredValue(images)), parsed.GetRequiredValue(file));
        var network = model.Load(parsed, output, folder);
        var matching = standard.Matching with { Top = parsed.GetValue(top), Dedupe = parsed.GetValue(dedupe), Rank = parsed.GetValue(rank) };
        var report = await BuildAsync(output, network, folder, path, standard with
        {
            Stages = Stages.Layers | Stages.Filters | Stages.Matching | Stages.Effective,
            Matching = matching,
            Effective = parsed.GetValue(effective),
            EffectiveUnits = null,
        }, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        double? forward = report.MillisecondsPerImage is null ? null : ForwardCost.MillisecondsPerImage(network);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / 1024.0 / 1024.0;
        if (!output.IsJson)
        {
            if (report.MillisecondsPerImage is { } each) output.Line(Invariant(
                $"Matching took {each:0.00} ms per image, {each / forward:0.00} times the forward pass alone ({forward:0.00} ms), and at most {peak:0} MiB of memory. {Estimate(each)}"));
            return Print(report, output, path);
        }

        var code = Warn(report, output);
        output.Json(
            new(
                path, report.Images, report.Skipped, report.Layers, report.Units, report.DeadUnits, seconds, report.MillisecondsPerImage, forward, peak,
                report.MillisecondsPerImage is { } ms ? Estimate(ms) : null, report.Summary),
            CliJson.Format.MatchRecord);
        return code;
    }

    static string Estimate(double milliseconds) =>
        Invariant($"The {ImageNet:N0} images of ImageNet would take {milliseconds * ImageNet / 3_600_000:0.0} hours on this machine.");
}
