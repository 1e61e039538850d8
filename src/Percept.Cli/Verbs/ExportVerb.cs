using System.CommandLine;
using Percept.Building;
using Percept.Explorer;

namespace Percept.Cli.Verbs;

/// <summary>The explorer as a folder.</summary>
sealed class ExportVerb : Verb
{
    readonly Argument<string> atlas = CommonOptions.AtlasFile();
    readonly Option<string> folder = CommonOptions.OutputFolder("An earlier export in it is replaced.", "SITE");

    internal ExportVerb() : base(
        "export", "Writes the explorer of an atlas as a folder of files that opens from disk and from any web server.",
        "percept export model.percept -o site")
    {
        Add(atlas);
        Add(folder);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var site = parsed.GetRequiredValue(folder);
        await output.WithProgressAsync(async progress =>
        {
            await SiteExport.ExportAsync(parsed.GetRequiredValue(atlas), site, new Relay(progress), cancellationToken);
            return site;
        });
        var index = Path.Combine(site, "index.html");
        if (output.IsJson) output.Json(new(site, index), CliJson.Format.ExportRecord);
        else output.Line(index);
        return ExitCode.Done;
    }

    sealed class Relay(IProgress<BuildProgress> shown) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value) => shown.Report(new("export", (double)value.Done / value.Total, $"{value.Done} of {value.Total} files"));
    }
}
