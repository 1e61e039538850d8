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
    readonly Option<string> images = OptionOf.Path("--images", "The folder of images, with the folders within; a folder of each label gives profiles by label.", "DIR", required: true);
    readonly Option<string> file = OptionOf.Path("--output", "The atlas file; one that is there is gone on with.", "ATLAS", required: true, "-o");
    readonly Option<int> top = OptionOf.Whole("--top", "How many images are kept for each unit.", least: 1, usual: standard.Matching.Top);
    readonly Option<bool> dedupe = new("--dedupe") { Description = "Images that look nearly the same count as one among the highest." };
    readonly Option<Rank> rank = OptionOf.OneOf("--rank", "What images are ranked by: what the unit answers, or what it adds to the prediction.", usual: standard.Matching.Rank);
    readonly Option<int> effective = OptionOf.Whole("--effective", "For how many of each unit's highest examples the effective crop is computed now; a gradient each.", least: 0, usual: 0);

    internal MatchVerb() : base(
        "match", "Finds, for every unit of every layer, the images and the places in them that drive it highest, and what it does over all images.",
        "percept match model.onnx --images photos -o model.percept", "percept match model.onnx --images photos --range=-1,1 --top 16 --dedupe -o model.percept")
    {
        Add(model.Model);
        foreach (var option in new Option[] { images, file, top, dedupe, rank, effective, Json }) Add(option);
        model.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
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
        }, cancel);
        var seconds = watch.Elapsed.TotalSeconds;
        double? forward = report.MillisecondsPerImage is null ? null : ForwardCost.MillisecondsPerImage(network, matching.Workers);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / 1024.0 / 1024.0;
        if (!output.IsJson)
        {
            if (report.MillisecondsPerImage is { } each) output.Line(Invariant(
                $"Matching took {each:0.00} ms an image, {each / forward:0.00} of the network's forward pass alone ({forward:0.00} ms); {peak:0} MiB of memory at most. {Estimate(each)}"));
            return Tell(report, output, path);
        }

        var code = Warn(report, output);
        output.Json(new
        {
            atlas = path,
            report.Images,
            report.Skipped,
            report.Layers,
            report.Units,
            dead_units = report.DeadUnits,
            seconds,
            ms_per_image = report.MillisecondsPerImage,
            forward_ms_per_image = forward,
            peak_mib = peak,
            report = report.MillisecondsPerImage is { } ms ? Estimate(ms) : null,
            report.Summary,
        });
        return code;
    }

    static string Estimate(double milliseconds) =>
        Invariant($"The {ImageNet:N0} images of ImageNet would take {milliseconds * ImageNet / 3_600_000:0.0} hours on this machine.");
}
