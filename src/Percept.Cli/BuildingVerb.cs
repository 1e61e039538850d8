using Percept.Building;
using Percept.Cli.Records;
using Percept.Imaging;
using Percept.Networks;
using Percept.Pipeline;

namespace Percept.Cli;

/// <summary>A verb that builds an atlas, and what it prints about it.</summary>
abstract class BuildingVerb(string name, string description, params IReadOnlyList<string> examples) : Verb(name, description, examples)
{
    /// <summary>Builds what is missing, showing progress.</summary>
    protected static Task<BuildReport> BuildAsync(
        Output output, Network network, ImageFolder images, string atlas, BuildOptions options, CancellationToken cancellationToken) =>
        output.WithProgressAsync(progress => AtlasBuilder.BuildAsync(network, images, atlas, options, progress, cancellationToken));

    /// <summary>Says which images could not be read, and that something is missing.</summary>
    /// <returns>The exit code: whether there is any of either.</returns>
    protected static int Warn(BuildReport report, Output output)
    {
        foreach (var one in report.Missing) output.Note($"Missing: {one.Stage}{(one.Layer is null ? "" : $" of {one.Layer}")}{(one.Unit is null ? "" : $":{one.Unit}")}. {one.Reason}");
        if (report.Skipped.Count > 0) output.Note($"{report.Skipped.Count} image(s) could not be read; the other {report.Images} were used.");
        return output.Skipped(report.Skipped) == ExitCode.Done && report.Missing.Count == 0 ? ExitCode.Done : ExitCode.Findings;
    }

    /// <summary>Prints what was built.</summary>
    /// <returns>The exit code: whether images were skipped or something is missing.</returns>
    protected static int Print(BuildReport report, Output output, string atlas, string? figure = null)
    {
        var code = Warn(report, output);
        if (output.IsJson) output.Json(BuildRecord.Of(report, atlas, figure), CliJson.Format.BuildRecord);
        else
        {
            foreach (var paragraph in report.Summary.Split("\n\n")) output.Line(paragraph);
            output.Line();
            output.Line($"Atlas: {atlas}");
            if (figure is not null) output.Line($"Figure: {figure}");
        }

        return code;
    }
}
