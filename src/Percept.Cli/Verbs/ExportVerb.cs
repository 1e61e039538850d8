using System.CommandLine;
using Percept.Building;
using Percept.Explorer;

namespace Percept.Cli.Verbs;

/// <summary>The explorer as a folder.</summary>
sealed class ExportVerb : Verb
{
    readonly Argument<string> atlas = new("ATLAS") { Description = "The atlas file." };
    readonly Option<string> folder = OptionOf.Path("--output", "The folder for the site; an earlier export in it is replaced.", "SITE", required: true, "-o");

    internal ExportVerb() : base(
        "export", "Writes the explorer of an atlas as a folder of files, which opens from disk and from any web server.",
        "percept export model.percept -o site")
    {
        Add(atlas);
        Add(folder);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var site = parsed.GetRequiredValue(folder);
        await output.WithProgressAsync(async progress =>
        {
            await SiteExport.ExportAsync(parsed.GetRequiredValue(atlas), site, new Relay(progress), cancel);
            return site;
        });
        output.Line(Path.Combine(site, "index.html"));
        return ExitCode.Done;
    }

    sealed class Relay(IProgress<BuildProgress> shown) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value) => shown.Report(new("export", (double)value.Done / value.Total, $"{value.Done} of {value.Total} files"));
    }
}
